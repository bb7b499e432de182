#:project ../src/Cairn/Cairn.csproj

var houses = Table.ReadCsv("examples/data/houses.csv").ToDataset(target: "price");
new TablePreparation().Then(new LinearRegression()).Fit(houses).Save("houses.cairn");

// Later, perhaps in another program: the file holds data only, and loading it can run no code.
var model = Model.LoadRegressor("houses.cairn");

// A record is matched to the columns by name; null is missing, and is imputed as in training.
var house = new House(Rooms: 4, AreaM2: 95, Age: 30, District: "hill", Garden: true);
Console.WriteLine($"a house on the hill: {model.Predict(house):N0}");
Console.WriteLine($"its age not known:   {model.Predict(house with { Age = null }):N0}");

// Many at once: a table of records, or a table read from a file.
var ages = Enumerable.Range(0, 12).Select(i => 10.0 * i).ToArray();
var prices = model.Predict(Table.From(ages.Select(age => house with { Age = age })));
new Chart { Title = "The same house, older", XLabel = "age in years", YLabel = "predicted price" }
    .Line(ages, prices.ToArray<double>())
    .SaveSvg("older-house.svg");

record House(int Rooms, double AreaM2, double? Age, string District, bool Garden);
