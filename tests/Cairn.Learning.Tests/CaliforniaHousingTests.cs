using Cairn.Data;
using Cairn.Evaluation;
using Cairn.LinearModels;
using Cairn.ModelSelection;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>A real file with gaps and a category, from the file to the saved model and back, by the public names alone.</summary>
public class CaliforniaHousingTests
{
    const string Target = "median_house_value";

    static readonly Lazy<Table> Houses = new(() => Table.ReadCsv(Repository.Data("california-housing/housing.csv.gz")));

    static RegressorPipeline<LinearModel> Recipe => new TablePreparation().Then(new LinearRegression());

    static Dataset Held => Part(i => i % 5 == 4);

    static Dataset Part(Func<int, bool> isIn) =>
        Houses.Value.ToDataset(Target).Take([.. Enumerable.Range(0, Houses.Value.Rows).Where(isIn)]);

    static readonly Lazy<RegressorPipelineModel<LinearModel>> Fitted = new(() => Recipe.Fit(Part(i => i % 5 != 4)));

    [Fact]
    public void Scores_and_predictions_on_rows_held_out_are_those_of_scikit_learn()
    {
        var model = Fitted.Value;
        var expected = RawData.Fixture("california.json");
        Assert.Equal(expected.GetProperty("rows").GetInt32(), Houses.Value.Rows);
        Assert.Equal(expected.GetProperty("missing").GetInt32(), Houses.Value.Columns.Sum(c => c.MissingCount));
        Assert.Equal(expected.GetProperty("held_out").GetInt32(), Held.Rows);

        Assert.Equal(expected.GetProperty("same_recipe_r2").GetDouble(), model.Score(Held, Metrics.R2), 1e-5);
        // the optimum is one: where scikit-learn is given independent columns, nothing but rounding differs
        Assert.Equal(expected.GetProperty("r2").GetDouble(), model.Score(Held, Metrics.R2), 1e-9);
        Assert.Equal(1, model.Score(Held, Metrics.Rmse) / expected.GetProperty("rmse").GetDouble(), 1e-9);
        Assert.Equal(1, model.Score(Held, Metrics.Mae) / expected.GetProperty("mae").GetDouble(), 1e-9);
        double[] predicted = model.Predict(Held.Features).ToArray<double>();
        double[] others = RawData.Doubles(expected.GetProperty("predictions_of_every_hundredth"));
        Assert.Equal((predicted.Length + 99) / 100, others.Length);
        for (int i = 0; i < others.Length; i++) Assert.Equal(1, predicted[i * 100] / others[i], 1e-9);
    }

    [Fact]
    public void A_random_split_scores_like_the_regular_one()
    {
        var (train, test) = Houses.Value.ToDataset(Target).Split(test: 0.2, seed: 1);
        Assert.Equal(4128, test.Rows);
        Assert.Equal(Fitted.Value.Score(Held, Metrics.R2), Recipe.Fit(train).Score(test, Metrics.R2), 0.03);
    }

    [Fact]
    public void A_file_with_its_columns_in_another_order_predicts_the_same_bits()
    {
        var rows = Held.Features.Table!;
        var model = Fitted.Value;
        long[] expected = Bits(model.Predict(rows));
        string[] turned = [.. rows.Names.Reverse()], shifted = [.. rows.Names.Skip(4), .. rows.Names.Take(4)];
        foreach (string[] order in new[] { turned, shifted })
        {
            var file = Table.ParseCsv(rows.Select(order).ToCsv());
            Assert.Equal(order, file.Names);
            Assert.Equal(expected, Bits(model.Predict(file)));
        }
        var wider = Houses.Value.Take([.. Enumerable.Range(0, Houses.Value.Rows).Where(i => i % 5 == 4)]);
        Assert.Equal(expected, Bits(model.Predict(wider))); // the target's column is still there: it is left alone
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        foreach (string name in new[] { "median_income", "ocean_proximity" })
        {
            var thrown = Assert.Throws<ArgumentException>(() => Fitted.Value.Predict(Held.Features.Table!.Drop(name)));
            Assert.Contains($"'{name}'", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_saved_model_predicts_the_same_bits_and_is_saved_as_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-");
        try
        {
            string first = Path.Combine(folder.FullName, "first.cairn"), second = Path.Combine(folder.FullName, "second.cairn");
            Fitted.Value.Save(first);
            var loaded = Model.Load<RegressorPipelineModel<LinearModel>>(first);
            Assert.Equal(Bits(Fitted.Value.Predict(Held.Features)), Bits(loaded.Predict(Held.Features)));
            loaded.Save(second);
            Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static long[] Bits(Tensor values) => Array.ConvertAll(values.ToArray<double>(), BitConverter.DoubleToInt64Bits);
}
