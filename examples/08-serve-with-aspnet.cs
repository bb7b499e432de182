#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Cairn/Cairn.csproj
using System.Net.Http.Json;

// Trained elsewhere, as a rule: var model = Model.LoadRegressor("houses.cairn");
// (dotnet run starts a web program in the folder of its file.)
var houses = Table.ReadCsv("data/houses.csv").ToDataset(target: "price");
var model = new TablePreparation().Then(new LinearRegression()).Fit(houses);

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();

// One model for all requests: it never changes, and any number of threads may ask it at once.
app.MapPost("/price", (House house) => new Answer(Math.Round(model.Predict(house))));
app.MapPost("/prices", (House[] many) => model.Predict(Table.From(many)).ToArray<double>());

// dotnet run examples/08-serve-with-aspnet.cs -- serve        stays; without the word it asks itself and ends.
if (args.Contains("serve"))
{
    app.Run("http://127.0.0.1:5080");
    return;
}

app.Urls.Add("http://127.0.0.1:0");
await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
var house = new House(Rooms: 4, AreaM2: 95, Age: 30, District: "hill", Garden: true);
var answer = await (await client.PostAsJsonAsync("/price", house)).Content.ReadFromJsonAsync<Answer>();
Console.WriteLine($"a house on the hill: {answer!.Price:N0}");

// A thousand at once get the answers that one gets alone.
var ages = Enumerable.Range(0, 1000).Select(i => (double)(i % 100)).ToArray();
var all = await Task.WhenAll(ages.Select(async age =>
    (await (await client.PostAsJsonAsync("/price", house with { Age = age })).Content.ReadFromJsonAsync<Answer>())!.Price));
bool same = ages.Zip(all).All(pair => pair.Second == Math.Round(model.Predict(house with { Age = pair.First })));
Console.WriteLine(same ? "1,000 requests at once, each answered as if it were alone" : "answers differ");
await app.StopAsync();
if (!same) Environment.Exit(1);

record House(int Rooms, double AreaM2, double? Age, string District, bool Garden);
record Answer(double Price);
