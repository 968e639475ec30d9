curl -X GET "https://www.bayar.gg/api/list-payments.php?status=paid&page=1&limit=10" \
-H "X-API-Key: YOUR_API_KEY_HERE"
