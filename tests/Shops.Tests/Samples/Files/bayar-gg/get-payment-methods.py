import requests
response = requests.get(
'https://www.bayar.gg/api/get-payment-methods.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'}
)
data = response.json()
