using System.Globalization;

namespace Cairn;

/// <summary>What a learner learns from: features, and with them the target, weights, groups and names, so that none gets lost on the way.</summary>
public sealed class Dataset
{
    /// <summary>Makes a data set.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="target">The answers: numbers <c>[n]</c> or <c>[n, k]</c>; with <paramref name="classes"/>, int32 class indices <c>[n]</c>;
    /// null for learners that need none.</param>
    /// <param name="classes">The classes, when the target is class indices.</param>
    /// <param name="weights">A weight for each row, finite, not negative, not all zero; null means all 1.</param>
    /// <param name="groups">A group number for each row, int32: rows of one group are never parted by a split.</param>
    /// <param name="targetName">The target's name, for reports.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not allowed; the message names it.</exception>
    public Dataset(Features features, Tensor? target = null, ClassLabels? classes = null, Tensor? weights = null,
        Tensor? groups = null, string? targetName = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        Features = features;
        Target = target?.AsReadOnly();
        Classes = classes;
        Weights = weights is null ? null : CheckWeights(weights, features.Rows);
        Groups = groups?.AsReadOnly();
        TargetName = targetName ?? "target";
        if (target is not null) CheckRows(target, nameof(target));
        if (groups is not null) CheckRows(groups, nameof(groups));
        if (target is { Rank: not (1 or 2) })
            throw new ArgumentException($"target: a target is [n] or [n, k], got the shape {target.Shape}", nameof(target));
        if (classes is not null) CheckIndices(target, classes);
        if (groups is not null && (groups.Rank != 1 || groups.DType != DType.Int32))
            throw new ArgumentException($"groups: int32 [n] is needed, got {groups.DType} {groups.Shape}", nameof(groups));
    }

    /// <summary>The rows.</summary>
    public Features Features { get; }

    /// <summary>The answers, or null.</summary>
    public Tensor? Target { get; }

    /// <summary>The classes when the target is class indices, else null.</summary>
    public ClassLabels? Classes { get; }

    /// <summary>The weights of the rows, float64 <c>[n]</c>, or null when all are 1.</summary>
    public Tensor? Weights { get; }

    /// <summary>The groups of the rows, int32 <c>[n]</c>, or null.</summary>
    public Tensor? Groups { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Features.Rows;

    /// <summary>The given rows, in that order, with all that belongs to them.</summary>
    public Dataset Take(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            if ((uint)row >= (uint)Rows)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The data set has {Rows} rows");
        return new Dataset(Features.Take(rows), TakeRows(Target, rows), Classes, TakeRows(Weights, rows), TakeRows(Groups, rows), TargetName);
    }

    /// <summary>The same rows with other features, as a transformer gives them.</summary>
    public Dataset With(Features features) => new(features, Target, Classes, Weights, Groups, TargetName);

    /// <summary>The target as finite float64 numbers, <c>[n]</c> or <c>[n, k]</c>; classes that are numbers give their values.</summary>
    /// <param name="learner">Who asks, to be named in the message.</param>
    /// <exception cref="ArgumentException">There is no target, it holds texts, or a value is NaN or infinite.</exception>
    public Tensor NumericTarget(string learner)
    {
        var target = RequireTarget(learner);
        if (Classes is { AreNumbers: false })
            throw new ArgumentException(
                $"target: '{TargetName}' holds the classes {Classes}, and {learner} predicts numbers; use a classifier", "data");
        if (Classes is not null)
        {
            var indices = target.Contiguous().AsReadOnlySpan<int>();
            var values = new double[indices.Length];
            for (int i = 0; i < values.Length; i++) values[i] = Classes.Values[indices[i]];
            return Tensor.Own(values, target.Shape);
        }
        var numbers = Features.ToFloat64(target);
        var span = numbers.AsReadOnlySpan<double>();
        int width = target.Rank == 2 ? target.Shape[1] : 1;
        for (int i = 0; i < span.Length; i++)
            if (!double.IsFinite(span[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"target: row {i / width} of '{TargetName}' is {span[i]}; drop the rows whose target is not known"), "data");
        return numbers;
    }

    /// <summary>The target as int32 class indices <c>[n]</c> with the classes; a target of whole numbers becomes classes by value.</summary>
    /// <param name="learner">Who asks, to be named in the message.</param>
    /// <exception cref="ArgumentException">There is no target, it has several columns, or a value is no whole number.</exception>
    public (ClassLabels Classes, Tensor Indices) ClassTarget(string learner)
    {
        var target = RequireTarget(learner);
        if (target.Rank != 1)
            throw new ArgumentException($"target: {learner} predicts one target [n], got the shape {target.Shape}", "data");
        if (Classes is not null) return (Classes, target);
        if (target.DType == DType.Bool)
        {
            var flags = target.ToArray<bool>();
            return (ClassLabels.Booleans, Tensor.Own(Array.ConvertAll(flags, f => f ? 1 : 0), target.Shape).AsReadOnly());
        }
        if (target.Length == 0) throw new ArgumentException($"target: {learner} needs rows, the target has none", "data");
        double[] values = Features.ToFloat64(target).ToArray<double>();
        for (int i = 0; i < values.Length; i++)
            if (Math.Floor(values[i]) != values[i] || Math.Abs(values[i]) > 1L << 53)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"target: row {i} of '{TargetName}' is {values[i]:R}, which is no class: {learner} needs whole numbers, texts or booleans"), "data");
        var classes = ClassLabels.Of(values);
        return (classes, Tensor.Own(Array.ConvertAll(values, classes.IndexOf), target.Shape).AsReadOnly());
    }

    /// <summary>The weights as given, or all 1.</summary>
    internal double[] WeightsOrOnes()
    {
        if (Weights is not null) return Weights.ToArray<double>();
        var ones = new double[Rows];
        Array.Fill(ones, 1.0);
        return ones;
    }

    Tensor RequireTarget(string learner) => Target
        ?? throw new ArgumentException($"data: {learner} learns from a target, and this data set has none", "data");

    void CheckRows(Tensor values, string name)
    {
        if (values.Rank == 0 || values.Shape[0] != Rows)
            throw new ArgumentException($"{name}: shape {values.Shape} for features of {Rows} rows; one entry a row is needed", name);
    }

    static void CheckIndices(Tensor? target, ClassLabels classes)
    {
        if (target is not { Rank: 1, DType: DType.Int32 })
            throw new ArgumentException(
                $"target: with classes it is int32 class indices [n], got {(target is null ? "none" : $"{target.DType} {target.Shape}")}", nameof(target));
        int[] indices = target.ToArray<int>();
        for (int i = 0; i < indices.Length; i++)
            if ((uint)indices[i] >= (uint)classes.Count)
                throw new ArgumentException($"target: row {i} has class index {indices[i]}, and there are {classes.Count} classes", nameof(target));
    }

    static Tensor CheckWeights(Tensor weights, int rows)
    {
        if (weights.Rank != 1 || weights.Length != rows)
            throw new ArgumentException($"weights: shape {weights.Shape} for {rows} rows; [{rows}] is needed", nameof(weights));
        double[] values = Features.ToFloat64(weights).ToArray<double>();
        bool any = values.Length == 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || values[i] < 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"weights: row {i} weighs {values[i]:R}; a weight is finite and not negative"), nameof(weights));
            any |= values[i] > 0;
        }
        return any
            ? Tensor.Own(values, new Shape(rows)).AsReadOnly()
            : throw new ArgumentException("weights: all are 0, so that no row counts", nameof(weights));
    }

    static Tensor? TakeRows(Tensor? values, ReadOnlySpan<int> rows)
    {
        if (values is null) return null;
        if (values.DType == DType.Int32) return Tensor.Own(Gather<int>(values, rows), new Shape([rows.Length, .. values.Shape.AsSpan()[1..]])).AsReadOnly();
        return Tensor.Own(Gather<double>(Features.ToFloat64(values), rows), new Shape([rows.Length, .. values.Shape.AsSpan()[1..]])).AsReadOnly();
    }

    static T[] Gather<T>(Tensor values, ReadOnlySpan<int> rows) where T : unmanaged
    {
        var source = values.Contiguous().AsReadOnlySpan<T>();
        int width = values.Rank == 2 ? values.Shape[1] : 1;
        var taken = new T[rows.Length * width];
        for (int i = 0; i < rows.Length; i++) source.Slice(rows[i] * width, width).CopyTo(taken.AsSpan(i * width));
        return taken;
    }
}
