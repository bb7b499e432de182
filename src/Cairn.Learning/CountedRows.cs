namespace Cairn;

/// <summary>Leaves out the rows that weigh nothing, so that a weight of 0 is, bit for bit, a row that was never given.</summary>
static class CountedRows
{
    /// <summary>The data set without its rows of weight 0; all rows are checked first, so that a message names the caller's row.</summary>
    /// <param name="data">The data.</param>
    /// <param name="learner">Who asks, to be named in messages.</param>
    internal static Dataset Counted(this Dataset data, string learner)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rows == 0) throw new ArgumentException($"data: {learner} needs at least one row, and there is none", nameof(data));
        if (data.Weights is not { } tensor) return data;
        var weights = tensor.AsReadOnlySpan<double>();
        if (!weights.Contains(0.0)) return data;
        var counted = new List<int>();
        for (int i = 0; i < weights.Length; i++)
            if (weights[i] > 0) counted.Add(i);
        return data.Take([.. counted]);
    }
}
