using System.Globalization;
using Cairn.Data;

namespace Cairn.Contracts;

/// <summary>However a matrix lies in memory and whatever its numbers are, the answer is that of float64 rows; nothing changes.</summary>
static class DataChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("data: is never changed", For.All, IsNeverChanged),
        new("data: float32 as float64", For.All, SingleAsDouble),
        new("data: whole numbers as float64", For.All, WholeNumbersAsDouble),
        new("data: views as dense rows", For.All, ViewsAsDense),
        new("data: sparse as dense, or refused", For.All, SparseAsDense),
        new("data: another number of features is refused", For.All, OtherCountIsRefused),
    ];

    /// <summary>Features, target, weights and groups have the same bits after fitting and asking.</summary>
    static IEnumerable<string> IsNeverChanged(ContractSubject subject)
    {
        Tensor x = SampleData.X, y = subject.Target, weights = new double[SampleData.Rows], groups = Enumerable.Range(0, SampleData.Rows).Select(i => i / 6).ToArray();
        weights.Fill(2);
        var data = new Dataset(x, y, weights: weights, groups: groups);
        var given = new[] { ("features", x), ("target", y), ("weights", data.Weights!), ("groups", groups) };
        Tensor[] before = [.. given.Select(g => g.Item2.Copy())];
        subject.FitAndAsk(data, x);
        for (int k = 0; k < given.Length; k++)
            if (!Tensor.EqualsExactly(before[k], given[k].Item2)) yield return $"the {given[k].Item1} were changed";
    }

    /// <summary>float32 features give the bits that the same numbers give as float64.</summary>
    static IEnumerable<string> SingleAsDouble(ContractSubject subject)
    {
        var single = ((Tensor)SampleData.X).To<float>();
        return subject.FitAndAsk(subject.DataOf(single), single).DifferencesFrom(subject.Ask(SampleData.X), "float32");
    }

    /// <summary>int32 and int64 features give the bits that the same numbers give as float64.</summary>
    static IEnumerable<string> WholeNumbersAsDouble(ContractSubject subject)
    {
        Tensor x = SampleData.Map(SampleData.X, (v, _) => 8 * v);
        var expected = subject.FitAndAsk(subject.DataOf(x), x);
        return new[] { DType.Int32, DType.Int64 }.SelectMany(type =>
            subject.FitAndAsk(subject.DataOf(x.To(type)), x.To(type)).DifferencesFrom(expected, type.ToString()));
    }

    /// <summary>Strided, transposed and reversed views give the bits of a row-major copy.</summary>
    static IEnumerable<string> ViewsAsDense(ContractSubject subject)
    {
        Tensor dense = SampleData.X;
        var wide = Tensor.Zeros<double>(2 * SampleData.Rows, 2 * SampleData.Columns);
        var spread = wide[Slice.Step(null, null, 2), Slice.Step(null, null, 2)];
        spread.CopyFrom(dense);
        var reversed = dense[Slice.Step(null, null, -1), Slice.All].Copy()[Slice.Step(null, null, -1), Slice.All];
        var expected = subject.Ask(dense);
        return new[] { ("strided", spread), ("column-major", dense.T.Copy().T), ("reversed", reversed) }.SelectMany(view =>
            subject.FitAndAsk(subject.DataOf(view.Item2), view.Item2).DifferencesFrom(expected, view.Item1));
    }

    /// <summary>Sparse features give the answers of dense ones within 1e-9, or a NotSupportedException that names the mend.</summary>
    static IEnumerable<string> SparseAsDense(ContractSubject subject)
    {
        var x = SampleData.X;
        int[] starts = [.. Enumerable.Range(0, x.Length + 1).Select(i => i * SampleData.Columns)];
        int[] columns = [.. x.SelectMany(_ => Enumerable.Range(0, SampleData.Columns))];
        var sparse = new SparseMatrix(SampleData.Columns, starts, columns, [.. x.SelectMany(row => row)]);
        foreach (var (when, attempt) in new[]
        {
            ("fitting sparse features", subject.Try(subject.DataOf(sparse))),
            ("asking with sparse features", subject.TryAsk(sparse)),
        })
        {
            var breaches = attempt switch
            {
                { Answers: { } answers } => answers.DifferencesFrom(subject.Ask(x), when, 1e-9),
                { Error: NotSupportedException } => attempt.Refused(when, "dense"),
                _ => [$"{when}: threw {Attempt.Named(attempt.Error!)}; a NotSupportedException is due"],
            };
            foreach (string breach in breaches) yield return breach;
        }
    }

    /// <summary>A matrix with more or fewer columns than the model knows is refused, both numbers named.</summary>
    static IEnumerable<string> OtherCountIsRefused(ContractSubject subject) =>
        new[] { SampleData.Columns - 1, SampleData.Columns + 1 }.SelectMany(columns =>
        subject.TryAsk(SampleData.FeaturesOf("ask", 5, columns)).Refused($"{columns} features for {SampleData.Columns}",
            columns.ToString(CultureInfo.InvariantCulture), SampleData.Columns.ToString(CultureInfo.InvariantCulture)));
}
