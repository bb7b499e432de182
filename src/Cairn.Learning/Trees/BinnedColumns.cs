using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cairn.Kernels;

namespace Cairn.Trees;

/// <summary>Columns in bins of a byte each, eight columns to a word of every row.</summary>
sealed class BinnedColumns
{
    /// <summary>The bin of missing values; the others are 0 to 254.</summary>
    internal const int Missing = 255;

    internal const int Bins = 256, InWord = 8;

    readonly double[][] _edges;  // the largest value of each bin but the last
    readonly double[][] _gaps;   // how far apart the values beside an edge lie, in shares of the column's spread
    readonly int[]?[] _binOfLevel;

    internal BinnedColumns(TreeInputs inputs, double[][] columns, int rows, double[]? weights, int maxBins, FitContext context)
    {
        Count = columns.Length;
        Rows = rows;
        (_edges, _gaps) = (new double[Count][], new double[Count][]);
        _binOfLevel = new int[]?[Count];
        BinCounts = new int[Count];
        HasMissing = new bool[Count];
        Words = new ulong[(Count + InWord - 1) / InWord][];
        for (int g = 0; g < Words.Length; g++) Words[g] = new ulong[rows];
        WorkTeam.For(Count, feature =>
        {
            if (inputs.Levels(feature) is { } levels) BinLevels(feature, columns[feature], levels.Length, weights, maxBins);
            else BinNumbers(feature, columns[feature], weights, maxBins, context.Cancellation);
        }, context.Cancellation, context.Threads);
    }

    internal int Count { get; }

    internal int Rows { get; }

    /// <summary>The bins of the values that are not missing.</summary>
    internal int[] BinCounts { get; }

    internal bool[] HasMissing { get; }

    /// <summary>For each eight columns a word a row, the first column lowest.</summary>
    internal ulong[][] Words { get; }

    internal bool IsCategory(int feature) => _binOfLevel[feature] is not null;

    /// <summary>Where a question that parts the bins after this one parts the values.</summary>
    internal double Threshold(int feature, int bin) => bin < _edges[feature].Length ? _edges[feature][bin] : double.MaxValue;

    /// <summary>How far apart the values beside the bins' edges lie, beside the spread of the column's values: of equal gains the widest wins.</summary>
    internal double[] Gaps(int feature) => _gaps[feature];

    /// <summary>The levels whose bins answer yes, 64 in a word.</summary>
    internal ulong[] LevelSet(int feature, ReadOnlySpan<byte> yes)
    {
        int[] bins = _binOfLevel[feature]!;
        var set = new ulong[TreeNodes.Words(bins.Length)];
        for (int level = 0; level < bins.Length; level++)
            if (yes[bins[level]] != 0) set[level >> 6] |= 1UL << (level & 63);
        return set;
    }

    internal static int Bin(ulong word, int feature) => (int)(word >> (8 * (feature & (InWord - 1)))) & 255;

    void BinNumbers(int feature, double[] values, double[]? weights, int maxBins, CancellationToken cancellation)
    {
        var order = new int[values.Length];
        int present = SortedRows.Sort(values, order, cancellation);
        HasMissing[feature] = present < values.Length;
        double total = 0;
        int different = 0;
        for (int i = 0; i < present; i++)
        {
            total += weights is null ? 1 : weights[order[i]];
            if (i == 0 || values[order[i]] != values[order[i - 1]]) different++;
        }
        var (edges, gaps) = (new List<double>(), new List<double>());
        double spread = SortedRows.Spread(values, order.AsSpan(0, present));
        ref byte bytes = ref FirstByte(feature);
        double sum = 0, next = total / maxBins;
        for (int i = 0; i < present; i++)
        {
            int row = order[i];
            Unsafe.Add(ref bytes, (nint)row * InWord) = (byte)edges.Count;
            sum += weights is null ? 1 : weights[row];
            if (i + 1 == present || values[order[i + 1]] == values[row]) continue;
            if (different > maxBins && !(sum >= next)) continue;
            if (edges.Count + 1 >= maxBins) continue;
            double low = values[row], high = values[order[i + 1]], middle = low / 2 + high / 2;
            edges.Add(low <= middle && middle < high ? middle : low);
            gaps.Add((high / 2 - low / 2) / spread);
            next = sum + (total - sum) / (maxBins - edges.Count); // a heavy value does not starve the bins that follow
        }
        for (int i = present; i < values.Length; i++) Unsafe.Add(ref bytes, (nint)order[i] * InWord) = Missing;
        (_edges[feature], _gaps[feature]) = ([.. edges], [.. gaps]);
        BinCounts[feature] = present == 0 ? 0 : edges.Count + 1;
    }

    void BinLevels(int feature, double[] codes, int levels, double[]? weights, int maxBins)
    {
        var counts = new double[levels];
        for (int i = 0; i < codes.Length; i++)
            if (!double.IsNaN(codes[i])) counts[(int)codes[i]] += weights is null ? 1 : weights[i];
        int[] bins = new int[levels], common = [.. Enumerable.Range(0, levels).OrderByDescending(k => counts[k])]; // stable
        int own = levels <= maxBins ? levels : maxBins - 1;
        for (int k = 0; k < levels; k++) bins[common[k]] = Math.Min(k, own);
        ref byte bytes = ref FirstByte(feature);
        for (int i = 0; i < codes.Length; i++)
        {
            bool missing = double.IsNaN(codes[i]);
            HasMissing[feature] |= missing;
            Unsafe.Add(ref bytes, (nint)i * InWord) = missing ? (byte)Missing : (byte)bins[(int)codes[i]];
        }
        (_edges[feature], _gaps[feature], _binOfLevel[feature]) = ([], [], bins);
        BinCounts[feature] = levels == 0 ? 0 : Math.Min(levels, own + 1);
    }

    /// <summary>The byte of a column in its first row; little-endian words have the lowest byte first.</summary>
    ref byte FirstByte(int feature)
    {
        int place = feature & (InWord - 1);
        return ref Unsafe.Add(ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetArrayDataReference(Words[feature / InWord])),
            BitConverter.IsLittleEndian ? place : InWord - 1 - place);
    }
}
