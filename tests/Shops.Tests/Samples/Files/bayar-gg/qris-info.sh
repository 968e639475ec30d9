curl -X GET "https://www.bayar.gg/api/qris-info.php?qris=00020101021126..." \
-H "X-API-Key: YOUR_API_KEY_HERE"
