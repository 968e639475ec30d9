# The text gives the request without a client: POST /charge with these headers and this body.
curl -X POST http://localhost:5000/charge \
-H "X-App-Code: biling" \
-H "X-Api-Key: fb93b4e802314a189809f393d913bba6" \
-H "Content-Type: application/json" \
-d '{ "order_id": "INV-2025-001", "amount": 150000, "customer_details": { "first_name": "Budi", "last_name": "Santoso", "email": "budi@example.com", "phone": "08123456789" }, "item_details": [ { "id": "VPS-01", "price": 150000, "quantity": 1, "name": "Cloud VPS Basic" } ] }'
