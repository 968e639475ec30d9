# The text gives the request without a client: POST /api/payment/create with this body, its remarks left out.
curl -X POST http://mamzpay.example:5005/api/payment/create \
-H "Content-Type: application/json" \
-d '{
    "api_key": "string",
    "amount": 50000,
    "callback_url": "string",
    "ref_id": "string"
}'
