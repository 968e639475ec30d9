import requests
response = requests.get(
'https://www.bayar.gg/api/check-payment.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'},
params={'invoice': 'PAY-admin-1234567890-ABC123'}
)
data = response.json()
