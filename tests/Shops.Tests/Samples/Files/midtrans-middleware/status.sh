# The text gives the request without a client: GET /status/INV-2025-001 with the same headers.
curl -X GET http://localhost:5000/status/INV-2025-001 \
-H "X-App-Code: biling" \
-H "X-Api-Key: fb93b4e802314a189809f393d913bba6"
