curl -X GET "https://www.bayar.gg/api/get-account-status.php" \
-H "X-API-Key: YOUR_API_KEY_HERE"
