using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cairn;

[DebuggerDisplay("{DebuggerText,nq}")]
public sealed partial class Tensor
{
    const int SummaryAbove = 1000;
    const int EdgeItems = 3;
    const int LineWidth = 100;

    /// <summary>The elements in aligned columns, then a line with type and shape: <c>Tensor float64 [3, 4]</c>.</summary>
    /// <remarks>Numbers show the fewest of at most 4 decimals that tell them all, in scientific notation when some are very large or very
    /// small. Of more than 1,000 elements the first and last 3 along each axis are shown. The culture is invariant.</remarks>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Length > 0) AppendElements(text);
        else text.Append("[]");
        return text.Append('\n').Append(Title).ToString();
    }

    string Title => $"Tensor {DType.Name()} {Shape}";

    string DebuggerText => Length is > 0 and <= 8 ? $"{Title} {Flatten().ToString().Split('\n')[0]}" : Title;

    void AppendElements(StringBuilder text)
    {
        bool summarised = Length > SummaryAbove;
        var shown = Shape.Select(size => summarised && size > 2 * EdgeItems
            ? [.. Enumerable.Range(0, EdgeItems), .. Enumerable.Range(size - EdgeItems, EdgeItems)]
            : Enumerable.Range(0, size).ToArray()).ToArray();
        var edges = this;
        for (int a = 0; a < Rank; a++)
        {
            var slices = new Slice[a + 1];
            slices.AsSpan().Fill(Slice.All);
            slices[a] = From(shown[a]);
            if (shown[a].Length < Shape[a]) edges = edges[slices];
        }
        var cells = edges.Cells();
        int width = cells.Max(cell => cell.Length), next = 0;
        Append(0);

        void Append(int axis)
        {
            if (axis == Rank)
            {
                text.Append(cells[next++].PadLeft(width));
                return;
            }
            text.Append('[');
            int column = axis + 1;
            for (int i = 0; i < shown[axis].Length; i++)
            {
                bool gap = i == EdgeItems && shown[axis].Length < Shape[axis];
                if (axis < Rank - 1)
                {
                    string line = new string('\n', i == 0 ? 0 : Rank - 1 - axis) + new string(' ', i == 0 ? 0 : axis + 1);
                    if (i > 0) text.Append(',').Append(line);
                    if (gap) text.Append("...,").Append(line);
                }
                else
                {
                    if (i > 0) text.Append(',');
                    int needed = width + (gap ? 5 : 0) + 2;
                    if (i > 0 && column + needed > LineWidth)
                    {
                        text.Append('\n').Append(' ', axis + 1);
                        column = axis + 1;
                    }
                    else if (i > 0) text.Append(' ');
                    if (gap) text.Append("..., ");
                    column += needed;
                }
                Append(axis + 1);
            }
            text.Append(']');
        }
    }

    string[] Cells()
    {
        if (DType == DType.Bool) return Array.ConvertAll(ToArray<bool>(), b => b ? "true" : "false");
        if (!DType.IsFloating()) return Array.ConvertAll(To<long>().ToArray<long>(), n => n.ToString(CultureInfo.InvariantCulture));
        var numbers = To<double>().ToArray<double>();
        var sizes = numbers.Where(x => double.IsFinite(x) && x != 0).Select(Math.Abs).ToArray();
        bool scientific = sizes.Length > 0 && (sizes.Max() >= 1e8 || sizes.Min() < 1e-4);
        int decimals = numbers.Max(x => Decimals(x, scientific));
        return Array.ConvertAll(numbers, x => Text(x, scientific, decimals));
    }

    /// <summary>The decimals, at most 4, after which only zeros follow.</summary>
    static int Decimals(double x, bool scientific)
    {
        if (!double.IsFinite(x)) return 0;
        string text = Text(x, scientific, 4);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return text.AsSpan(point + 1, 4).TrimEnd('0').Length;
    }

    static string Text(double x, bool scientific, int decimals) =>
        double.IsNaN(x) ? "NaN"
        : double.IsInfinity(x) ? x > 0 ? "inf" : "-inf"
        : scientific ? x.ToString(decimals == 0 ? "0e+00" : "0." + new string('0', decimals) + "e+00", CultureInfo.InvariantCulture)
        : x.ToString($"F{decimals}", CultureInfo.InvariantCulture);
}
