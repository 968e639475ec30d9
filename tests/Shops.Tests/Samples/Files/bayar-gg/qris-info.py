import requests
response = requests.get(
'https://www.bayar.gg/api/qris-info.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'},
params={'qris': '00020101021126...'}
)
data = response.json()
