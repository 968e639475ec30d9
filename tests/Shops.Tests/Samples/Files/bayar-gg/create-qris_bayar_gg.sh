curl -X POST https://www.bayar.gg/api/create-payment.php \
-H "Content-Type: application/json" \
-H "X-API-Key: YOUR_API_KEY_HERE" \
-d '{
"amount": 75000,
"description": "Pembayaran QRIS BAYAR GG",
"customer_name": "Budi",
"customer_phone": "6281234567890",
"payment_method": "qris_bayar_gg",
"callback_url": "https://example.com/payment-webhook",
"redirect_url": "https://example.com/thank-you"
}'
