using Cairn.Kernels;
using Cairn.LinearModels;
using Cairn.Preprocessing;

namespace Cairn.Tests;

public class LogisticRegressionTests
{
    static readonly LogisticRegression Plain = new() { Penalty = Penalty.None };

    [Fact]
    public void Agrees_with_scikit_learn()
    {
        foreach (var oracle in RawData.Fixture("linear_models.json").GetProperty("logistic").EnumerateArray())
        {
            var data = RawData.Classes(oracle.GetProperty("name").GetString()!, oracle.GetProperty("weighted").GetBoolean());
            if (oracle.GetProperty("standardised").GetBoolean())
                data = data.With(new StandardScaler().Fit(new Dataset(data.Features)).Transform(data.Features));
            var model = new LogisticRegression
            {
                Penalty = Penalty.L2(oracle.GetProperty("strength").GetDouble()),
                FitIntercept = oracle.GetProperty("intercept").GetBoolean(),
            }.Fit(data);
            Assert.True(model.Facts.Converged);
            RawData.Close(RawData.Doubles(oracle.GetProperty("coefficients")), model.Coefficients, 1e-6);
            RawData.Close(RawData.Doubles(oracle.GetProperty("intercepts")), model.Intercepts, 1e-6);
            RawData.Close(RawData.Doubles(oracle.GetProperty("polished")), model.Coefficients, 1e-9);
            RawData.Close(RawData.Doubles(oracle.GetProperty("polishedIntercepts")), model.Intercepts, 1e-9);
            RawData.Close(RawData.Doubles(oracle.GetProperty("probabilities")), model.PredictProbabilities(data.Features.Take([0, 1, 2, 3, 4])), 1e-6);
            Assert.Equal(RawData.Doubles(oracle.GetProperty("predicted")).Select(v => (int)v), model.Predict(data.Features).ToArray<int>());
        }
    }

    static Dataset ExamGrades()
    {
        double[][] rows = RawData.Numbers("exam-grades/data_classification.csv", skip: 1);
        return new Dataset(Features.From((Tensor)RawData.Without(rows, 2), ["studied", "slept"]), RawData.Column(rows, 2), targetName: "passed");
    }

    [Fact]
    public void Exam_grades_reach_the_optimum_without_penalty()
    {
        var data = ExamGrades();
        var model = Plain.Fit(data);
        Assert.Equal(-16.1603, model.Intercepts.ToArray<double>()[0], 4);
        double[] w = model.Coefficients.ToArray<double>();
        Assert.Equal(1.7454, w[0], 4);
        Assert.Equal(1.4865, w[1], 4);
        Assert.Equal(0.217008, model.Facts.History[^1] / data.Rows, 6);
        Assert.True(model.Facts.Converged);
        Assert.InRange(model.Facts.Iterations!.Value, 4, 12);
        for (int i = 1; i < model.Facts.History.Count; i++) Assert.True(model.Facts.History[i] <= model.Facts.History[i - 1] + 1e-12);
    }

    [Fact]
    public void Separated_classes_without_penalty_stop_and_say_so()
    {
        double[][] x = [[1], [2], [3], [4]];
        foreach (double[] y in new double[][] { [0, 0, 1, 1], [0, 1, 1, 2] })
        {
            var model = Plain.Fit(new Dataset(x, y));
            Assert.False(model.Facts.Converged);
            Assert.Contains("the classes are separated; coefficients grow without bound; add a penalty", model.Facts.Notes);
            Assert.Equal(y.Select(v => (int)v), model.Predict(x).ToArray<int>());
            Assert.All(model.Coefficients.ToArray<double>(), w => Assert.True(double.IsFinite(w)));
        }
        foreach (string name in new[] { "cancer", "wine", "iris" }) // iris: one class stands apart, the other two overlap
        {
            var data = RawData.Classes(name);
            var model = Plain.Fit(data.With(new StandardScaler().Fit(data).Transform(data.Features)));
            Assert.False(model.Facts.Converged);
            Assert.Contains("the classes are separated; coefficients grow without bound; add a penalty", model.Facts.Notes);
        }
        // a plane with rows of both classes on it: the others still push the coefficient to infinity
        var partly = Plain.Fit(new Dataset(new double[][] { [0], [0], [1], [2], [-1], [-2] }, new double[] { 0, 1, 1, 1, 0, 0 }));
        Assert.False(partly.Facts.Converged);
        Assert.Contains("the classes are separated; coefficients grow without bound; add a penalty", partly.Facts.Notes);
    }

    [Fact]
    public void One_class_is_always_predicted_and_absent_ones_never()
    {
        double[][] x = [[1], [2]];
        var one = new LogisticRegression().Fit(new Dataset(x, new double[] { 5, 5 }));
        Assert.Equal([1, 1], one.PredictProbabilities(x).ToArray<double>());
        Assert.Equal([0, 0], one.Predict(x).ToArray<int>());

        var classes = ClassLabels.Of("a", "b", "c", "d");
        double[][] rows = [[0], [1], [2], [3], [4], [5]];
        var some = new LogisticRegression().Fit(new Dataset(rows, new[] { 1, 1, 3, 1, 3, 3 }, classes));
        var two = new LogisticRegression().Fit(new Dataset(rows, new double[] { 0, 0, 1, 0, 1, 1 }));
        Assert.Equal(two.Coefficients.ToArray<double>(), some.Coefficients.ToArray<double>());
        double[] p = some.PredictProbabilities(rows).ToArray<double>(), q = two.PredictProbabilities(rows).ToArray<double>();
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal([0, q[2 * i], 0, q[2 * i + 1]], p[(4 * i)..(4 * i + 4)]);
        }
        Assert.Contains("classes without rows have the probability 0: a, c", some.Facts.Notes);
    }

    [Fact]
    public void Weights_are_repetitions_and_zero_removes()
    {
        var iris = RawData.Classes("iris", weighted: true);
        int[] repeated = [.. Enumerable.Range(0, 150).SelectMany(i => Enumerable.Repeat(i, 1 + i % 3))];
        var plain = new Dataset(iris.Features, iris.Target);
        foreach (var recipe in new[] { new LogisticRegression(), new LogisticRegression { Penalty = Penalty.L2(0.01), FitIntercept = false } })
        {
            var weighted = recipe.Fit(iris);
            var copies = recipe.Fit(plain.Take(repeated));
            RawData.Close(copies.Coefficients.ToArray<double>(), weighted.Coefficients, 1e-9);
            RawData.Close(copies.Intercepts.ToArray<double>(), weighted.Intercepts, 1e-9);
        }
        double[] ones = [.. Enumerable.Repeat(1.0, 150)], without = [.. Enumerable.Range(0, 150).Select(i => i % 5 == 0 ? 0.0 : 1.0)];
        var all = new LogisticRegression().Fit(plain);
        Assert.Equal(all.Coefficients.ToArray<double>(), new LogisticRegression().Fit(new Dataset(iris.Features, iris.Target, weights: ones)).Coefficients.ToArray<double>());
        var removed = new LogisticRegression().Fit(plain.Take([.. Enumerable.Range(0, 150).Where(i => i % 5 != 0)]));
        var zero = new LogisticRegression().Fit(new Dataset(iris.Features, iris.Target, weights: without));
        Assert.Equal(removed.Coefficients.ToArray<double>(), zero.Coefficients.ToArray<double>());
    }

    [Fact]
    public void A_row_alone_has_the_bits_it_has_among_others()
    {
        var wine = RawData.Classes("wine");
        var model = new LogisticRegression().Fit(wine);
        double[] all = model.PredictProbabilities(wine.Features).ToArray<double>();
        int[] order = [.. Enumerable.Range(0, wine.Rows).Select(i => i * 5 % wine.Rows)];
        double[] permuted = model.PredictProbabilities(wine.Features.Take(order)).ToArray<double>();
        for (int i = 0; i < wine.Rows; i++)
        {
            Assert.Equal(all[(3 * i)..(3 * i + 3)], model.PredictProbabilities(wine.Features.Take([i])).ToArray<double>());
            Assert.Equal(all[(3 * order[i])..(3 * order[i] + 3)], permuted[(3 * i)..(3 * i + 3)]);
            Assert.Equal(1, all[(3 * i)..(3 * i + 3)].Sum(), 1e-12);
        }
    }

    [Fact]
    public void Probabilities_stay_probabilities_at_any_input()
    {
        double[][] far = [[1e30, -1e30, 1e30, -1e30], [-1e30, -1e30, -1e30, -1e30], [1.7e308, -1.7e308, 1.7e308, 1.7e308], [0, 0, 0, 0]];
        foreach (var data in new[] { RawData.Classes("iris"), RawData.Classes("iris").Take([.. Enumerable.Range(30, 60)]) })
        {
            var model = new LogisticRegression().Fit(data);
            int k = model.Classes.Count;
            double[] p = model.PredictProbabilities(far).ToArray<double>();
            Assert.All(p, v => Assert.InRange(v, 0, 1));
            int[] answers = model.Predict(far).ToArray<int>();
            for (int i = 0; i < far.Length; i++)
            {
                double[] row = p[(k * i)..(k * i + k)];
                Assert.Equal(1, row.Sum(), 1e-12);
                Assert.Equal(Array.IndexOf(row, row.Max()), answers[i]);
            }
            Assert.All(model.DecisionScores(far).ToArray<double>(), z => Assert.True(double.IsFinite(z)));
        }
    }

    /// <summary>Numbers that look random, the same on every run.</summary>
    static (double[,] X, double[] Y) Made(int rows, int features, int classes)
    {
        ulong state = 12345;
        double Next()
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            return (state >> 33) / (double)(1L << 31) - 0.5;
        }
        var x = new double[rows, features];
        var y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double score = 0;
            for (int j = 0; j < features; j++) score += (x[i, j] = Next() + Next()) * (j % 3 - 1);
            y[i] = Math.Clamp(Math.Floor(score + Next() + classes / 2.0), 0, classes - 1);
        }
        return (x, y);
    }

    [Theory]
    [InlineData(5000, 11, 2)]
    [InlineData(3000, 7, 4)]
    [InlineData(2500, 60, 8)] // conjugate gradients
    public void The_bits_do_not_depend_on_the_threads(int rows, int features, int classes)
    {
        var (x, y) = Made(rows, features, classes);
        var data = new Dataset(x, y);
        var threads = typeof(WorkTeam).GetProperty(nameof(WorkTeam.Threads))!;
        int before = WorkTeam.Threads;
        var fits = new List<double[]>();
        try
        {
            foreach (int count in new[] { 1, 2, 8 })
            {
                threads.SetValue(null, count);
                fits.Add(new LogisticRegression().Fit(data).Coefficients.ToArray<double>());
            }
        }
        finally
        {
            threads.SetValue(null, before);
        }
        Assert.Equal(fits[0], fits[1]);
        Assert.Equal(fits[0], fits[2]);
    }

    /// <summary>max |F'| by the definition of the objective, in the simplest code.</summary>
    static double LargestSlope(LogisticModel model, double[,] x, double[] y, double strength)
    {
        int d = x.GetLength(1), k = model.Classes.Count;
        double[] p = model.PredictProbabilities(x).ToArray<double>(), w = model.Coefficients.ToArray<double>();
        var slopes = new double[k * (d + 1)];
        for (int i = 0; i < y.Length; i++)
            for (int c = 0; c < k; c++)
                for (int j = 0; j <= d; j++) slopes[c * (d + 1) + j] += (p[i * k + c] - (y[i] == c ? 1 : 0)) * (j < d ? x[i, j] : 1);
        for (int c = 0; c < k; c++)
            for (int j = 0; j < d; j++) slopes[c * (d + 1) + j] += strength * (k == 2 ? (c == 1 ? w[j] : -w[j]) : w[c * d + j]);
        return slopes.Max(Math.Abs);
    }

    [Theory]
    [InlineData(2000, 11, 2)]
    [InlineData(1500, 7, 4)]
    [InlineData(1200, 60, 8)] // conjugate gradients
    [InlineData(300, 900, 2)] // more unknowns than Cholesky takes, and than rows
    public void The_gradient_vanishes(int rows, int features, int classes)
    {
        var (x, y) = Made(rows, features, classes);
        var model = new LogisticRegression { Penalty = Penalty.L2(0.5) }.Fit(new Dataset(x, y));
        Assert.True(model.Facts.Converged);
        Assert.InRange(LargestSlope(model, x, y, 0.5), 0, 1e-8);
        if (classes > 2) Assert.Equal(0, model.Intercepts.ToArray<double>().Sum(), 1e-12);
    }

    [Fact]
    public void Columns_of_any_magnitude_give_the_same_model()
    {
        var (x, y) = Made(400, 3, 2);
        var plain = Plain.Fit(new Dataset(x, y));
        double[] scales = [1e200, 1e-200, 1];
        var scaled = (double[,])x.Clone();
        for (int i = 0; i < 400; i++)
            for (int j = 0; j < 3; j++) scaled[i, j] *= scales[j];
        var model = Plain.Fit(new Dataset(scaled, y));
        RawData.Close(plain.PredictProbabilities(x).ToArray<double>(), model.PredictProbabilities(scaled), 1e-12);
    }

    [Fact]
    public void Duplicate_and_constant_columns_do_no_harm()
    {
        var (x, y) = Made(400, 3, 2);
        var wide = new double[400, 5];
        for (int i = 0; i < 400; i++)
        {
            for (int j = 0; j < 3; j++) wide[i, j] = x[i, j];
            (wide[i, 3], wide[i, 4]) = (x[i, 1], 0.1);
        }
        var plain = Plain.Fit(new Dataset(x, y));
        var model = Plain.Fit(new Dataset(wide, y));
        Assert.True(model.Facts.Converged);
        Assert.Equal(0, model.Coefficients.ToArray<double>()[4]);
        RawData.Close(plain.PredictProbabilities(x).ToArray<double>(), model.PredictProbabilities(wide), 1e-9);
    }

    [Fact]
    public void Work_can_be_watched_and_cancelled()
    {
        var (x, y) = Made(20000, 40, 2);
        var data = new Dataset(x, y);
        var seen = new List<FitProgress>();
        new LogisticRegression().Fit(data, new FitContext { Progress = new Recorder(seen.Add) });
        Assert.Equal(1, seen[^1].Fraction);

        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new LogisticRegression().Fit(data,
            new FitContext { Progress = new Recorder(_ => source.Cancel()), Cancellation = source.Token }));
    }

    sealed class Recorder(Action<FitProgress> record) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => record(value);
    }

    [Fact]
    public void Recipes_check_their_values()
    {
        Assert.Contains("Tolerance", Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { Tolerance = double.NaN }).Message);
        Assert.Contains("MaxIterations", Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { MaxIterations = 0 }).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Penalty.L2(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Penalty.L2(double.PositiveInfinity));
        Assert.Equal(new LogisticRegression { Penalty = Penalty.L2(0.5) }, new LogisticRegression { Penalty = Penalty.L2(0.5) });
        Assert.Contains("whole numbers", Assert.Throws<ArgumentException>(() => new LogisticRegression()
            .Fit(new Dataset(new double[][] { [1], [2] }, new[] { 0.5, 1 }))).Message);
        Assert.Contains("at least one row", Assert.Throws<ArgumentException>(() => new LogisticRegression()
            .Fit(new Dataset(Tensor.Zeros<double>(0, 2), Tensor.Zeros<double>(0)))).Message);
    }

    [Fact]
    public void A_limit_of_iterations_is_said()
    {
        var model = new LogisticRegression { MaxIterations = 2 }.Fit(RawData.Classes("wine"));
        Assert.False(model.Facts.Converged);
        Assert.Equal(2, model.Facts.Iterations);
        Assert.Contains("not converged", Assert.Single(model.Facts.Notes));
    }

    [Fact]
    public void The_card_is_short()
    {
        Assert.Equal(string.Join(Environment.NewLine,
            "LogisticRegression of passed {0, 1}: 100 rows, 2 features, 9 iterations",
            "                       1",
            "  intercept     -16.1603",
            "  studied        1.74538",
            "  slept          1.48651"), Plain.Fit(ExamGrades()).ToString());
    }
}
