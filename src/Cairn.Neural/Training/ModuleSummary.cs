using System.Globalization;
using System.Text;

namespace Cairn.Training;

/// <summary>A network in figures, layer by layer.</summary>
public sealed class ModuleSummary
{
    readonly Module _net;

    internal ModuleSummary(Module net, IReadOnlyList<LayerSummary> layers) => (_net, Layers) = (net, layers);

    /// <summary>The uses of layers, in the order in which they compute; a shared layer stands there each time.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>How many layers hold weights: with the output layer, without the input.</summary>
    public int Depth => Layers.Count(l => l.Layer.Parameters.Any(p => !p.IsRunning && p.Shape.Rank >= 2));

    /// <summary>The most numbers that a row has between two layers.</summary>
    public int Width => Layers.Max(l => l.Output.Elements / Math.Max(l.Output.Rank == 0 ? 1 : l.Output[0], 1));

    /// <summary>How many numbers the whole network has to train, shared ones once.</summary>
    public long Parameters => _net.ParameterCount;

    /// <summary>How many of them are frozen.</summary>
    public long FrozenParameters => _net.Parameters.Where(p => p.IsFrozen && !p.IsRunning).Sum(p => (long)p.Shape.Elements);

    /// <summary>The multiply-adds for one row.</summary>
    public long MultiplyAdds => Layers.Sum(l => l.MultiplyAdds);

    /// <summary>A table: path, layer, output, parameters, multiply-adds; and the sums.</summary>
    public override string ToString()
    {
        string[] head = ["path", "layer", "output", "parameters", "multiply-adds"];
        string[][] rows = [head, .. Layers.Select(l => new[] { l.Path, l.Layer.ToString()!.Split('\n')[0], l.Output.ToString(), Text(l.Parameters), Text(l.MultiplyAdds) })];
        int[] widths = [.. Enumerable.Range(0, head.Length).Select(c => rows.Max(r => r[c].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            for (int c = 0; c < row.Length; c++) text.Append(c < 3 ? row[c].PadRight(widths[c]) : row[c].PadLeft(widths[c])).Append(c + 1 < row.Length ? "  " : "\n");
            if (ReferenceEquals(row, head)) text.Append('-', widths.Sum() + 2 * (head.Length - 1)).Append('\n');
        }
        long bytes = _net.Parameters.Sum(p => (long)p.Shape.Elements * (p.Value.DType == DType.Float64 ? 8 : 4));
        return text.Append(CultureInfo.InvariantCulture, $"{Text(Parameters)} parameters").Append(FrozenParameters == 0 ? "" : $", {Text(FrozenParameters)} frozen")
            .Append(CultureInfo.InvariantCulture, $"; {Text(bytes)} bytes; {Text(MultiplyAdds)} multiply-adds a row; depth {Depth}, width {Width}").ToString();
    }

    static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
