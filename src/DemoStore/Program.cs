using DemoStore;

var builder = WebApplication.CreateBuilder(args);
builder.AddShop();

var app = builder.Build();
app.UseShop();
app.Run();
