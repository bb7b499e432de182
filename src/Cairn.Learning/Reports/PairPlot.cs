using Cairn.Data;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>Draws columns against each other, two by two.</summary>
public static class PairPlotExtensions
{
    const int MostColumns = 6;

    /// <summary>Columns of numbers of a table, each against each other as points; on the diagonal how each is distributed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns, 2 to 12; none means the first six that hold numbers.</param>
    /// <exception cref="ArgumentException">A column is not there or holds no numbers, or there are fewer than two.</exception>
    public static ScatterMatrix PairPlot(this Table table, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        var chosen = columns.Count > 0 ? columns.Select(name => table[name] as NumberColumn
                ?? throw new ArgumentException($"columns: '{name}' holds no numbers", nameof(columns))).ToList()
            : [.. table.Columns.OfType<NumberColumn>().Take(MostColumns)];
        if (chosen.Count < 2) throw new ArgumentException($"columns: a pair plot needs two columns of numbers, got {chosen.Count}", nameof(columns));
        return new ScatterMatrix { Columns = [.. chosen.Select(c => new ScatterColumn(c.Name, c.Values.ToArray()))] };
    }

    /// <summary>
    /// The columns of numbers of a data set, the first six, each against each other: with the target as the last where it is a number, in a
    /// colour for each class where it is a class.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">There are fewer than two columns of numbers.</exception>
    public static ScatterMatrix PairPlot(this Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = new List<ScatterColumn>();
        if (data.Features.Table is { } table)
            columns.AddRange(table.Columns.OfType<NumberColumn>().Take(MostColumns).Select(c => new ScatterColumn(c.Name, c.Values.ToArray())));
        else
        {
            double[] x = data.Features.ToNumbers("a pair plot").ToArray<double>();
            int d = data.Features.Count;
            for (int j = 0; j < Math.Min(d, MostColumns); j++)
                columns.Add(new ScatterColumn(data.Features.NameOf(j), [.. Enumerable.Range(0, data.Rows).Select(i => x[i * d + j])]));
        }
        if (data is { Target: { Rank: 1 } target, Classes: null }) columns.Add(new ScatterColumn(data.TargetName, Features.ToFloat64(target).ToArray<double>()));
        if (columns.Count < 2) throw new ArgumentException($"data: a pair plot needs two columns of numbers, got {columns.Count}", nameof(data));
        var plot = new ScatterMatrix { Columns = columns };
        return data is { Classes: { } classes, Target: { } indices }
            ? plot with { Groups = indices.ToArray<int>(), GroupNames = [.. Enumerable.Range(0, classes.Count).Select(k => $"{data.TargetName} = {classes[k]}")] }
            : plot;
    }
}
