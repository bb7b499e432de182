namespace Cairn.Tests;

/// <summary>Every public operation, once or more.</summary>
static partial class OperationTable
{
    internal static readonly OperationRow[] Rows =
    [
        .. Arithmetic, .. Comparisons, .. Functions, .. Views, .. Selections, .. Reductions, .. Scans, .. Orders, .. Gathers,
            .. Products, .. Networks, .. Convolutions, .. Pooling, .. Recurrent, .. Attention,
            .. Solvers,
            .. Einsums, .. Arrangements, .. Counts, .. Images,
            .. Spectral, .. Fourier,
    ];

    /// <summary>The names of the operations that pass gradients on and that networks are made of.</summary>
    internal static string[] OfNetworks => NamesOf([.. Networks, .. Convolutions, .. Pooling, .. Recurrent, .. Attention, .. Einsums, .. Arrangements,
        .. Images, .. Fourier]);

    /// <summary>The names of those on matrices.</summary>
    internal static string[] OfLinearAlgebra => NamesOf([.. Solvers, .. Spectral]);

    static string[] NamesOf(OperationRow[] rows) => [.. rows.Where(row => row.IsDifferentiable).Select(row => row.Name.Split(' ')[0]).Distinct()];

    /// <summary>What gives a tensor and is no operation on tensors: making one, asking it, and the doors of differentiation.</summary>
    internal static readonly string[] NoOperations =
    [
        "Zeros", "Ones", "Full", "Eye", "Arange", "Linspace", "From", "Scalar", "op_Implicit", "get_Grad", "AsParameter", "Detach",
    ];

    /// <summary>Numbers between two bounds, away from points where the operation has no derivative.</summary>
    static Grid Numbers(int[] shape, double low, double high, ulong seed, params double[] avoid)
    {
        var values = Sequence.Numbers(Grid.Count(shape), seed + (ulong)(31 * shape.Length + 7 * Grid.Count(shape)));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = low + (high - low) * (values[i] + 1) / 2;
            foreach (double point in avoid)
                if (Math.Abs(values[i] - point) < 0.01) values[i] = point + 0.02;
        }
        return new Grid(shape, values);
    }

    static int[][] Shapes => [[], [1], [4], [2, 3], [0, 3], [2, 1, 3]];

    static Grid[][] One(double low, double high, params double[] avoid) =>
        [.. Shapes.Select((shape, i) => new[] { Numbers(shape, low, high, 5 + (ulong)i, avoid) })];

    /// <summary>Pairs that broadcast to one another, both ways.</summary>
    static Grid[][] Two(double low, double high, double low2, double high2, params double[] avoid) =>
    [
        .. new (int[] X, int[] Y)[]
        {
            ([], []), ([3], [3]), ([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], []), ([], [2, 3]), ([2, 1], [1, 3]),
                ([2, 3], [2, 1]),
            ([2, 1, 3], [4, 1]), ([0, 3], [3]), ([0], [1]), ([1, 3], [2, 3]), ([2, 3, 2], [3, 2]), ([1, 1], [2]),
        }.Select((s, i) => new[] { Numbers(s.X, low, high, 11 + (ulong)i, avoid), Numbers(s.Y, low2, high2, 71 + (ulong)i, avoid) }),
    ];

    static OperationRow Unary(string name, Func<Tensor, Tensor> f, Func<double, double> reference, double low = -2, double high = 2,
        double[]? avoid = null) => new()
        {
            Name = name,
            Apply = x => f(x[0]),
            Reference = x => x[0].Map(reference),
            Samples = One(low, high, avoid ?? []),
        };

    static OperationRow Binary(string name, Func<Tensor, Tensor, Tensor> f, Func<double, double, double> reference, double low = -2,
        double high = 2, double low2 = -2, double high2 = 2) => new()
        {
            Name = name,
            Apply = x => f(x[0], x[1]),
            Reference = x => Grid.Zip(x[0], x[1], reference),
            Samples = Two(low, high, low2, high2),
            Errors = [(() => f(Tensor.Ones<double>(2, 3), Tensor.Ones<double>(2)),
            $"{Spoken(name)}: [2, 3] and [2]: sizes 3 and 2 do not broadcast")],
        };

    /// <summary>The name of an operator in messages.</summary>
    static string Spoken(string name) => name.Split(' ')[0] switch
    {
        "op_Addition" => "Add",
        "op_Subtraction" => "Subtract",
        "op_Multiply" => "Multiply",
        "op_Division" => "Divide",
        var other => other.Replace("op_", "", StringComparison.Ordinal),
    };

    static Tensor Mask(params int[] shape) => Tensor.From<double>(Sequence.Numbers(Grid.Count(shape), 3), shape) > 0;
}
