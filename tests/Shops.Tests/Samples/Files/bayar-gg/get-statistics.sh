curl -X GET "https://www.bayar.gg/api/get-statistics.php?period=month" \
-H "X-API-Key: YOUR_API_KEY_HERE"
