import requests
response = requests.post(
'https://www.bayar.gg/api/qris-convert.php',
headers={'X-API-Key': 'YOUR_API_KEY_HERE'},
json={
'qris': '00020101021126...',
'nominal': 50000
}
)
data = response.json()
