import requests
response = requests.post(
'https://www.bayar.gg/api/create-payment.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'},
json={
'amount': 50000,
'description': 'Pembayaran Produk A',
'payment_method': 'qris_bayar_gg'
}
)
data = response.json()
