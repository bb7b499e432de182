using Cairn.Baselines;
using Cairn.Data;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Pipelines;
using Cairn.Preprocessing;
using Cairn.Reports;

namespace Cairn.Reproducibility;

/// <summary>Whole ways from a table to a model: reading, parting, preparing, fitting, scoring.</summary>
static class PipelineCases
{
    internal static void Run(Cases cases)
    {
        foreach (int rows in (int[])[33, 65, 1025, 2500])
        {
            var table = MadeUp.Mixed(rows);
            LearningCases.Regressor(cases, $"prepared linear/{rows}", new TablePreparation().Then(new LinearRegression()),
                table.Drop("grade").ToDataset("price"));
            LearningCases.Classifier(cases, $"prepared logistic/{rows}",
                new TablePreparation { Imputation = NumberImputation.Mean, MaxLevels = 5 }.Then(new LogisticRegression()), table.Drop("price").ToDataset("grade"));
        }
        var mixed = MadeUp.Mixed(300).Drop("grade").ToDataset("price");
        var preparation = new TablePreparation { Scale = false }.Then(new StandardScaler { SampleDeviation = true }).Fit(mixed);
        cases.Add("preparation/300", preparation, preparation.Transform(mixed.Features).Dense!);

        foreach (string name in (string[])["iris", "wine", "breast-cancer"])
        {
            var (train, test) = BundledData.Load(name).ToDataset(BundledData.Find(name)!.TargetName).Split(test: 0.25, seed: 3);
            var model = new TablePreparation().Then(new LogisticRegression()).Fit(train);
            cases.Add(name, model, model.Predict(test.Features), model.PredictProbabilities(test.Features), Scores(model, test));
            cases.Add($"{name}: card", model.ToString());
            cases.Add($"{name}: report", Report(name, train, test, model, new MostFrequentClass().Fit(train)));
        }
        var (learned, held) = BundledData.Load("diabetes").ToDataset("progression").Split(test: 0.25, seed: 3);
        var line = new StandardScaler().Then(new LinearRegression()).Fit(learned);
        cases.Add("diabetes", line, line.Predict(held.Features), Scores(line, held));
        cases.Add("diabetes: card", line.ToString());
        cases.Add("diabetes: report", Report("diabetes", learned, held, line, new MeanPredictor().Fit(learned)));
        cases.Add("mixed: table", MadeUp.Mixed(300).ToCsv());

        var found = new StandardScaler().Then(new LogisticRegression()).CrossValidate(BundledData.Load("wine").ToDataset("cultivar"),
            new KFold { Folds = 4, Seed = 5 }, Metrics.Accuracy, Metrics.LogLoss, Metrics.Auc);
        cases.Add("cross-validation of wine", found.Metrics.Select(m => (double[])[found.Mean(m), found.StandardDeviation(m)]).ToArray());
    }

    static string Report(string name, Dataset train, Dataset test, IPredictor model, IPredictor baseline) => new TrainingReport
    {
        Title = name,
        Task = model is IClassifier ? LearningTask.Classification : LearningTask.Regression,
        Source = BundledData.Load(name),
        Target = train.TargetName,
        Train = train,
        Test = test,
        Model = model,
        Baseline = baseline,
    }.ToHtml();

    static double[] Scores(IPredictor model, Dataset data)
    {
        var card = ScoreCard.Of(model, data);
        return [.. card.Names.Select(n => card[n])];
    }
}
