using System.Globalization;
using Cairn.Baselines;
using Cairn.LinearModels;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Tests;

public class LinearModelFileTests
{
    static readonly Dataset Iris = RawData.Classes("iris");
    static readonly Dataset Diabetes = RawData.Regression("diabetes");

    static readonly Dataset Named = new(Features.From((Tensor)new double[][] { [1e-300, 2], [3e-300, 2], [5e-300, 2], [4e-300, 2] }, ["tiny", "same"]),
        new[] { 0, 2, 0, 2 }, ClassLabels.Of("ja", "nein", "oui"));

    public static TheoryData<string> Names => [.. Models.Select(m => m.Name)];

    static readonly (string Name, Func<IArtefact> Fit, Features Rows)[] Models =
    [
        ("scaler", () => new StandardScaler().Fit(Iris), Iris.Features),
        ("scaler of names", () => new StandardScaler().Fit(Named), Named.Features),
        ("mean", () => new MeanPredictor().Fit(Diabetes), Diabetes.Features),
        ("means", () => new MeanPredictor().Fit(new Dataset(Tensor.Zeros<double>(2, 3), new double[][] { [1, 2], [3, 5] })), Tensor.Zeros<double>(2, 3)),
        ("most frequent class", () => new MostFrequentClass().Fit(Named), Named.Features),
        ("linear", () => new LinearRegression().Fit(Diabetes), Diabetes.Features),
        ("linear, two targets", () => new LinearRegression().Fit(new Dataset(Iris.Features,
            (Tensor)(double[][])[.. Enumerable.Range(0, 150).Select(i => new[] { i, i % 7.0 })])), Iris.Features),
        ("logistic", () => new LogisticRegression().Fit(Iris), Iris.Features),
        ("logistic, absent class", () => new LogisticRegression().Fit(Named), Named.Features),
        ("logistic, one class", () => new LogisticRegression().Fit(new Dataset(Iris.Features, Tensor.Zeros<double>(150))), Iris.Features),
        ("classifier pipeline", () => new StandardScaler().Then(new LogisticRegression()).Fit(Iris), Iris.Features),
        ("regressor pipeline", () => new StandardScaler().Then(new LinearRegression()).Fit(Diabetes), Diabetes.Features),
    ];

    static double[] Answers(IArtefact model, Features rows) => model switch
    {
        ITransformer transformer => transformer.Transform(rows).Dense!.ToArray<double>(),
        IClassifier classifier => [.. classifier.PredictProbabilities(rows).ToArray<double>(), .. classifier.Predict(rows).ToArray<int>()],
        _ => ((IPredictor)model).Predict(rows).ToArray<double>(),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Saved_and_loaded_it_answers_with_the_same_bits(string name)
    {
        var (_, fit, rows) = Models.Single(m => m.Name == name);
        var model = fit();
        byte[] bytes = ModelFile.ToBytes(model);
        var loaded = ModelFile.Load(bytes, LearningArtefacts.Readers);
        Assert.Equal(model.GetType(), loaded.GetType());
        Assert.Equal(Answers(model, rows), Answers(loaded, rows));
        Assert.Equal(model.ToString(), loaded.ToString());
        Assert.Equal(model.Facts, loaded.Facts);
        Assert.Equal(bytes, ModelFile.ToBytes(loaded));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_is_the_same_in_any_culture(string name)
    {
        var (_, fit, _) = Models.Single(m => m.Name == name);
        byte[] bytes = ModelFile.ToBytes(fit());
        string card = fit().ToString()!;
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in new[] { "tr-TR", "de-DE" })
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.Equal(bytes, ModelFile.ToBytes(fit()));
                Assert.Equal(card, fit().ToString());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
