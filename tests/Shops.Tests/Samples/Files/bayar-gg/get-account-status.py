import requests
response = requests.get(
'https://www.bayar.gg/api/get-account-status.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'}
)
data = response.json()
