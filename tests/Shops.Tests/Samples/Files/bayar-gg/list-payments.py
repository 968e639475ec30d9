import requests
response = requests.get(
'https://www.bayar.gg/api/list-payments.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'},
params={'status': 'paid', 'page': 1, 'limit': 10}
)
data = response.json()
