using Cairn.Baselines;
using Cairn.Data;
using Cairn.LinearModels;
using Cairn.Persistence;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>What the learners learn, saved and loaded: the same bytes again, the same bits predicted.</summary>
public class ModelFileLearnersTests
{
    static readonly Table Rows = new(
        new NumberColumn("age", [3, 1.5, double.NaN, 8, 2, 7]), new CategoryColumn("town", ["a", "b", "a", "c", "b", "c"]));

    static readonly Tensor Target = new[] { 1.0, 2.5, 0.1, -3, 4, 1e-3 };

    [Fact]
    public void A_prepared_regression_predicts_the_same_bits()
    {
        Holds(new TablePreparation().Then(new LinearRegression()).Fit(Regression()));
        Holds(new TablePreparation().Then(new MeanPredictor()).Fit(Regression()));
        Holds((IRegressor)new MeanPredictor().Fit(Regression()));
    }

    [Fact]
    public void A_prepared_classification_predicts_the_same_bits()
    {
        Holds(new TablePreparation().Then(new LogisticRegression()).Fit(Classification()));
        Holds(new TablePreparation().Then(new MostFrequentClass()).Fit(Classification()));
    }

    [Fact]
    public void Transformers_transform_the_same_bits()
    {
        var model = new TablePreparation().Then(new StandardScaler()).Fit(Regression());
        var loaded = (TransformerPipelineModel)Again(model);
        Assert.Equal(Bits(model.Transform(Rows).Dense!), Bits(loaded.Transform(Rows).Dense!));
    }

    static Dataset Regression() => new(Rows, Target);

    static Dataset Classification() =>
        new(Rows, new[] { 0, 1, 0, 1, 1, 0 }, ClassLabels.Of("no", "yes"));

    static void Holds(IRegressor model) => Assert.Equal(Bits(model.Predict(Rows)), Bits(((IRegressor)Again((IArtefact)model)).Predict(Rows)));

    static void Holds(IClassifier model)
    {
        var loaded = (IClassifier)Again((IArtefact)model);
        Assert.Equal(model.GetType(), loaded.GetType());
        Assert.Equal(model.Classes, loaded.Classes);
        Assert.Equal(Bits(model.PredictProbabilities(Rows)), Bits(loaded.PredictProbabilities(Rows)));
    }

    static IArtefact Again(IArtefact model)
    {
        byte[] bytes = ModelFile.ToBytes(model);
        var loaded = ModelFile.Load(bytes, LearningArtefacts.Readers);
        Assert.Equal(bytes, ModelFile.ToBytes(loaded));
        return loaded;
    }

    static long[] Bits(Tensor values) => Array.ConvertAll(values.ToArray<double>(), BitConverter.DoubleToInt64Bits);
}
