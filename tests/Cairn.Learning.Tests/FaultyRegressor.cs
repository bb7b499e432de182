using System.Runtime.InteropServices;
using Cairn.Data;
using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>
/// A small honest regressor, the mean of one-feature regressions, that commits one fault when asked to: the contract must find that
/// fault and no other. Written as somebody outside the library would write it.
/// </summary>
sealed record FaultyRegressor(string Fault) : IEstimator<FaultyRegressorModel>
{
    static bool _afterOtherData;

    int _fits;

    public FaultyRegressorModel Fit(Dataset data, FitContext? context = null)
    {
        if (Is("throws always")) throw new ArgumentException("data: nothing suits", nameof(data));
        if (Is("null reference")) _ = data.Rows;
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        if (!Is("ignores cancellation")) context.ThrowIfCancelled();
        if (Is("late to stop") && data.Rows > 10_000) Thread.Sleep(1300);
        if (Is("counts its fits")) _fits++;
        if (Is("changes groups") && data.Groups is { } groups) MemoryMarshal.GetReference(groups.AsReadOnlySpan<int>()) = 7;
        if (data.Rows == 0)
            throw Is("out of range without rows")
                ? new IndexOutOfRangeException()
                : new ArgumentException("data: at least one row is needed", nameof(data));

        var schema = new FeatureSchema(data.Features);
        int n = data.Rows, d = schema.Count;
        double[] x = Numbers(data.Features), y = Target(data);
        double[] w = Is("ignores weights") ? Ones(n) : data.Weights?.ToArray<double>() ?? Ones(n);
        Stumble(x, n, d);

        double total = w.Sum(), mean = 0;
        for (int i = 0; i < n; i++) mean += w[i] * y[i] / total;
        double[] means = new double[d], slopes = new double[d];
        for (int j = 0; j < d; j++)
        {
            double variance = 0, covariance = 0;
            for (int i = 0; i < n; i++) means[j] += w[i] * x[i * d + j] / total;
            for (int i = 0; i < n; i++)
            {
                double dx = x[i * d + j] - means[j];
                variance += w[i] / total * dx * dx;
                covariance += w[i] / total * dx * (y[i] - mean);
            }
            if (variance > 0 || Is("divides by no variance")) slopes[j] = covariance / variance / d;
        }
        if (Is("not a number without columns") && d == 0) mean = double.NaN;
        if (Is("wild weights") && total > 1e200) mean = double.NaN;
        if (Is("wild targets") && y.Any(v => Math.Abs(v) > 1e100)) mean = double.NaN;
        if (Is("worse than the mean")) mean += 10;
        if (Is("weights shift") && data.Weights is not null) mean += 1e-10;
        if (Is("tables shift") && data.Features.Table is not null) mean += 1e-9;
        if (Is("threads shift") && context.Threads == 2) mean += 1e-9;
        if (Is("float32 shifts") && data.Features.Dense?.DType == DType.Float32) mean += 1e-9;
        if (Is("remembers other data"))
        {
            if (_afterOtherData) mean += 1e-9;
            _afterOtherData = d > 0 && x[0] == 100;
        }
        bool finite = double.IsFinite(mean) && slopes.All(double.IsFinite) && means.All(double.IsFinite);
        if (!finite && !Is("not a number without columns", "wild weights", "wild targets", "divides by no variance"))
            throw new ArgumentException("data: the coefficients exceed the range of double", nameof(data));
        Tell(context);
        return new FaultyRegressorModel(Fault, schema, [mean, .. means, .. slopes], new TrainingFacts
        {
            Recipe = RecipeText.Of(this),
            Rows = n,
            Iterations = Is("no iterations") ? 0 : null,
            Converged = Is("no iterations") ? true : null,
        });
    }

    /// <summary>Faults that some shapes of data provoke.</summary>
    void Stumble(double[] x, int n, int d)
    {
        bool Same(int a, int b) => n > 6 && Enumerable.Range(0, d).All(j => x[a * d + j] == x[b * d + j]);
        bool stumbles = Fault switch
        {
            "needs two rows" => n == 1,
            "needs two features" => d == 1,
            "needs more rows than features" => n < d,
            "singular" => d > 3 && Enumerable.Range(0, n).All(i => x[i * d] == x[i * d + 2]),
            "needs different rows" => d > 0 && Same(0, 5) && Same(1, 6),
            _ => false,
        };
        if (stumbles) throw new InvalidOperationException("the matrix is singular");
    }

    double[] Numbers(Features x)
    {
        if (Is("casts sparse") && x.Sparse is not null) throw new InvalidCastException();
        if (Is("looks up words") && x.Table?.Columns.Any(c => c is not NumberColumn) == true) throw new KeyNotFoundException();
        if (Is("casts whole numbers") && x.Dense is { DType: DType.Int32 }) throw new InvalidCastException();
        if (Is("needs contiguous rows") && x.Dense is { DType: DType.Float64 } rows) _ = rows.AsReadOnlySpan<double>();
        var numbers = Is("learns from NaN") && x.Dense is { } dense ? dense.To<double>() : x.ToNumbers(nameof(FaultyRegressor));
        return numbers.ToArray<double>();
    }

    double[] Target(Dataset data)
    {
        if (Is("null target")) _ = data.Target!.Rank;
        if (Is("any target") && data.Target is { Rank: 1, DType: DType.Float64 } raw) return raw.ToArray<double>();
        var target = data.NumericTarget(nameof(FaultyRegressor));
        if (target.Rank == 1) return target.ToArray<double>();
        if (!Is("first target only")) throw new ArgumentException($"target: one column [n] is needed, got {target.Shape}", nameof(data));
        return target[.., 0].ToArray<double>();
    }

    void Tell(FitContext context)
    {
        if (context.Progress is null || Is("tells nothing")) return;
        if (Is("goes back"))
        {
            context.Report(0.9);
            Thread.Sleep(60);
            context.Report(0.3);
        }
        if (Is("tells elsewhere"))
        {
            var elsewhere = new Thread(() => context.Report(1));
            elsewhere.Start();
            elsewhere.Join();
        }
        else context.Report(1);
    }

    static double[] Ones(int n) => [.. Enumerable.Repeat(1.0, n)];

    bool Is(params ReadOnlySpan<string> faults) => faults.Contains(Fault);
}

/// <summary>What <see cref="FaultyRegressor"/> learned: mean, means, slopes.</summary>
sealed class FaultyRegressorModel(string fault, FeatureSchema schema, double[] numbers, TrainingFacts facts, bool loaded = false)
    : IRegressor, IArtefact
{
    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(new ArtefactKind("faulty-regressor", 1), reader =>
    {
        var schema = reader.Schema();
        if (reader.Has("count")) _ = reader.Integer("count");
        double[] numbers = reader.Tensor("numbers", DType.Float64, 2 * schema.Count + 1).ToArray<double>();
        return new FaultyRegressorModel(reader.Text("fault"), schema, numbers, reader.Facts, loaded: true);
    });

    static int _writes, _inside;

    public Tensor Predict(Features x)
    {
        if (Is("null reference")) _ = x.Rows;
        ArgumentNullException.ThrowIfNull(x);
        bool takenAsItLies = fault switch
        {
            "any number of features" => x.Names is null,
            "any names" => x.Dense is not null && x.Names is not null,
            "any columns" => x.Table is not null,
            _ => false,
        };
        if (!takenAsItLies) x = schema.Align(x);
        if (Is("needs rows to answer") && x.Rows == 0) throw new InvalidOperationException("Sequence contains no elements");
        var matrix = Is("answers NaN") && x.Dense is { } dense ? dense.To<double>() : x.ToNumbers(nameof(FaultyRegressor));
        double[] rows = matrix.ToArray<double>();
        int d = schema.Count, width = x.Count;
        var answers = new double[x.Rows];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = numbers[0];
            for (int j = 0; j < Math.Min(d, width); j++) answers[i] += numbers[1 + d + j] * (rows[i * width + j] - numbers[1 + j]);
            if (Is("first feature counts double") && d > 0) answers[i] += 0.001 * rows[i * width];
        }
        if (Is("alone is different") && answers.Length == 1) answers[0] += 1e-9;
        if (Is("first row is different") && answers.Length > 200) answers[0] += 1e-9;
        if (Is("shares a buffer"))
        {
            if (Interlocked.Increment(ref _inside) > 1) answers[0] = 0;
            if (answers.Length > 200) Thread.Sleep(2);
            Interlocked.Decrement(ref _inside);
        }
        return Is("answers a matrix") ? ((Tensor)answers).Reshape(answers.Length, 1) : answers;
    }

    bool Is(string name) => fault == name;

    public TrainingFacts Facts => facts;

    public ArtefactKind Kind => Reader.Kind;

    public void Write(ArtefactWriter writer)
    {
        writer.Set(schema);
        writer.Set("fault", fault);
        writer.Set("numbers", Tensor.From(Is("loses digits") ? Array.ConvertAll(numbers, v => (double)(float)v) : numbers));
        if (Is("counts its files")) writer.Set("count", ++_writes);
    }

#pragma warning disable CA1305 // one of the faults
    public override string ToString() =>
        Is("prints in the culture") ? $"faulty: {0.5}" : Is("prints that it was loaded") && loaded ? "loaded" : "faulty";
#pragma warning restore CA1305
}
