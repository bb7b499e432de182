namespace Cairn.Tests;

/// <summary>A small honest classifier, shares over distances to the classes' means, that commits one fault when asked to.</summary>
sealed record FaultyClassifier(string Fault) : IEstimator<FaultyClassifierModel>
{
    public FaultyClassifierModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        context.ThrowIfCancelled();
        if (data.Rows == 0) throw new ArgumentException("data: at least one row is needed", nameof(data));
        var x = data.Features.ToNumbers(nameof(FaultyClassifier)).ToArray<double>();
        if (Fault == "rounds labels" && data.Target is { Rank: 1, DType: DType.Float64 } target)
            data = new Dataset(data.Features, Array.ConvertAll(target.ToArray<double>(), Math.Round), weights: data.Weights);
        var (classes, indices) = data.ClassTarget(nameof(FaultyClassifier));
        int[] y = indices.ToArray<int>();
        int d = data.Features.Count, present = y.Distinct().Count();
        if (Fault == "needs two classes" && present == 1) throw new IndexOutOfRangeException();
        if (Fault == "needs all classes" && present < classes.Count) throw new KeyNotFoundException();
        if (Fault == "at most 50 classes" && present > 50) throw new OverflowException();

        double[] shares = new double[classes.Count], means = new double[classes.Count * d];
        double[] w = data.Weights?.ToArray<double>() ?? [.. Enumerable.Repeat(1.0, data.Rows)];
        double heaviest = w.Max();
        for (int i = 0; i < y.Length; i++) shares[y[i]] += w[i] / heaviest;
        for (int i = 0; i < y.Length; i++)
            for (int j = 0; j < d; j++) means[y[i] * d + j] += w[i] / heaviest / shares[y[i]] * x[i * d + j];
        if (Fault == "order of classes counts")
            for (int k = 0; k < shares.Length; k++) shares[k] *= 1 + 0.01 * k;
        context.Report(1);
        if (Fault == "forgets labels") classes = ClassLabels.Of(Enumerable.Range(0, classes.Count).Select(k => (double)k));
        return new FaultyClassifierModel(Fault, new FeatureSchema(data.Features), classes, shares, means);
    }
}

/// <summary>What <see cref="FaultyClassifier"/> learned: P(k) is proportional to share / (1 + distance).</summary>
sealed class FaultyClassifierModel(string fault, FeatureSchema schema, ClassLabels classes, double[] shares, double[] means) : IClassifier
{
    public ClassLabels Classes => classes;

    public Tensor PredictProbabilities(Features x)
    {
        var rows = schema.Align(x).ToNumbers(nameof(FaultyClassifier)).ToArray<double>();
        int d = schema.Count, n = x.Rows, count = classes.Count;
        var p = new double[n * count];
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int k = 0; k < count; k++)
            {
                double distance = Distance(rows.AsSpan(i * d, d), k);
                double near = fault == "underflows" ? SmallExp(-distance) : 1 / (1 + distance);
                sum += p[i * count + k] = shares[k] * near;
            }
            for (int k = 0; k < count; k++)
            {
                p[i * count + k] /= sum;
                if (fault == "rounds probabilities") p[i * count + k] = Math.Round(p[i * count + k], 6);
            }
        }
        return Tensor.From<double>(p, n, count);
    }

    static double SmallExp(double v) => v < -800 ? 0 : 1 / (1 - v);

    double Distance(ReadOnlySpan<double> row, int k)
    {
        double distance = 0;
        for (int j = 0; j < row.Length; j++) distance += Math.Abs(row[j] - means[k * row.Length + j]);
        return distance;
    }

    public Tensor Predict(Features x)
    {
        double[] p = PredictProbabilities(x).ToArray<double>();
        var answers = new int[x.Rows];
        for (int i = 0; i < answers.Length; i++)
        {
            double[] row = p[(i * classes.Count)..((i + 1) * classes.Count)];
            answers[i] = Array.IndexOf(row, row.Max());
        }
        if (fault == "predicts the second best" && answers.Length > 200 && classes.Count == 3) answers[0] = (answers[0] + 1) % 3;
        return fault == "long indices" ? ((Tensor)answers).To<long>() : answers;
    }
}
