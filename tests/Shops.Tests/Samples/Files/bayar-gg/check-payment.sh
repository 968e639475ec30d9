curl -X GET "https://www.bayar.gg/api/check-payment.php?invoice=PAY-admin-1234567890-ABC123" \
-H "X-API-Key: YOUR_API_KEY_HERE"
