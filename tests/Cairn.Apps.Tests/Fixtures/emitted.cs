#:project ../src/Cairn/Cairn.csproj
#:property PublishAot=false
using Cairn;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;

// LogisticRegression for 'species' of iris, as 'cairn train' fits it.
var table = BundledData.Load("iris");
var data = table.ToDataset("species", LearningTask.Classification);
var (train, test) = data.Split(test: 0.2, seed: 0);

var recipe = new TablePreparation()
    .Then(new LogisticRegression());
var model = recipe.Fit(train);
Console.WriteLine(model);
Console.WriteLine(ScoreCard.Of(model, test));
model.Save("iris.cairn");
