curl -X GET "https://www.bayar.gg/api/get-payment-methods.php" \
-H "X-API-Key: YOUR_API_KEY_HERE"
