import requests
response = requests.get(
'https://www.bayar.gg/api/get-statistics.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'},
params={'period': 'month'}
)
data = response.json()
