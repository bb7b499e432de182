namespace Cairn.Trees;

/// <summary>A node of a tree while it grows: what is known of its rows, and how it was split.</summary>
sealed class GrownNode(double weight, double impurity, double[] numbers)
{
    internal double Weight { get; } = weight;

    internal double Impurity { get; } = impurity;

    /// <summary>What describes its rows: the mean, or the weight of every class.</summary>
    internal double[] Numbers { get; } = numbers;

    internal FoundSplit? Split { get; set; }

    internal GrownNode? Left { get; set; }

    internal GrownNode? Right { get; set; }

    /// <summary>The tree with its numbers, impurities and weights times these powers of two, none beyond the largest double.</summary>
    internal GrownNode InUnits(int numberPower, int impurityPower, int weightPower)
    {
        if (numberPower == 0 && impurityPower == 0 && weightPower == 0) return this;
        var root = Scaled(this);
        var open = new Stack<(GrownNode From, GrownNode To)>([(this, root)]);
        while (open.TryPop(out var at))
        {
            if (at.From.Split is null) continue;
            (at.To.Split, at.To.Left, at.To.Right) = (at.From.Split, Scaled(at.From.Left!), Scaled(at.From.Right!));
            open.Push((at.From.Left!, at.To.Left));
            open.Push((at.From.Right!, at.To.Right));
        }
        return root;

        GrownNode Scaled(GrownNode node) => new(Math.Max(Power(node.Weight, weightPower), double.Epsilon), Power(node.Impurity, impurityPower),
            Array.ConvertAll(node.Numbers, v => Power(v, numberPower)));

        static double Power(double value, int power) => Math.Clamp(Math.ScaleB(value, power), -double.MaxValue, double.MaxValue);
    }
}

/// <summary>A question that parts the rows of a node.</summary>
/// <param name="Feature">The column.</param>
/// <param name="Gain">The decrease of weight times impurity.</param>
/// <param name="Gap">How far apart the values beside the threshold lie, in shares of the column's spread: of equal gains the widest gap wins.</param>
/// <param name="Threshold">Values of at most this go left.</param>
/// <param name="Levels">The levels that go left, 64 in a word; null for numbers.</param>
/// <param name="MissingLeft">Where missing values go.</param>
sealed record FoundSplit(int Feature, double Gain, double Gap, double Threshold, ulong[]? Levels, bool MissingLeft)
{
    /// <summary>True when this one is to be preferred; gains that differ by less than the tolerance are equal but for rounding.</summary>
    internal static bool IsBetter(double gain, double gap, double than, double thanGap, double tolerance) =>
        gain > than + tolerance || (gain > than - tolerance && gap > thanGap * (1 + 1e-9));

    internal bool GoesLeft(double value) => double.IsNaN(value) ? MissingLeft
        : Levels is null ? value <= Threshold : (Levels[(int)value >> 6] >> ((int)value & 63) & 1) != 0;
}
