using System.ComponentModel.DataAnnotations;
using Cairn.Data;

namespace Cairn.Preprocessing;

/// <summary>What stands in for a missing number.</summary>
public enum NumberImputation
{
    /// <summary>The median of the training rows: the middle one, or the mean of the middle two.</summary>
    Median,
    /// <summary>The mean of the training rows.</summary>
    Mean,
    /// <summary>Nothing: a missing number is an error.</summary>
    None,
}

/// <summary>What happens to a category that was not among the training rows.</summary>
public enum UnseenCategory
{
    /// <summary>It is encoded as none of the levels: all of the column's indicators are 0.</summary>
    Ignore,
    /// <summary>It is an error that names the column and the value.</summary>
    Error,
}

/// <summary>Makes numbers of a table: imputes missing values, scales numbers, encodes categories, and leaves out what cannot help.</summary>
/// <remarks>
/// <para>A number is imputed and, unless told otherwise, standardised to mean 0 and deviation 1. A boolean becomes 0 or 1. A category
/// becomes one indicator column for each level, named <c>column=level</c>; a missing one is a level of its own when the training rows
/// miss some, and counts as unseen otherwise. A date becomes a number for each of its <see cref="Dates"/>, named <c>column part</c> and
/// standardised like numbers; a missing one is imputed like a number. Free text, constant columns and identifiers are left out, and the model's notes say so.</para>
/// <para>An identifier is a column of categories that are all different, or of whole numbers that rise
/// from row to row, from near 1 to at most twice the number of rows.</para>
/// </remarks>
public sealed record TablePreparation : Recipe, IEstimator<TablePreparationModel>
{
    /// <summary>What stands in for a missing number. Default the median.</summary>
    public NumberImputation Imputation
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Imputation), value, "No such imputation");
    } = NumberImputation.Median;

    /// <summary>Whether numbers are standardised. Default true.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>What happens to a category that the training rows do not have. Default <see cref="UnseenCategory.Ignore"/>.</summary>
    public UnseenCategory UnseenCategories
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(UnseenCategories), value, "No such policy");
    } = UnseenCategory.Ignore;

    /// <summary>The most levels of a category that get an indicator: the most frequent; the others count as unseen. Default 100.</summary>
    [Range(1, int.MaxValue)]
    public int MaxLevels
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxLevels), value, "At least one level is needed");
    } = 100;

    /// <summary>The parts of dates that become numbers. Default all; a part that is the same in all training rows is left out when
    /// <see cref="DropUseless"/> is set.</summary>
    public DateParts Dates
    {
        get;
        init => field = (value & ~DateParts.All) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(Dates), value, "No such part of a date");
    } = DateParts.All;

    /// <summary>Whether constant columns and identifiers are left out. Default true.</summary>
    public bool DropUseless { get; init; } = true;

    /// <summary>Learns medians, levels, means and deviations from the training rows; rows of weight 0 do not count.</summary>
    /// <exception cref="ArgumentException">There is no row, a number is infinite, or no column is left.</exception>
    public TablePreparationModel Fit(Dataset data, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rows == 0) throw new ArgumentException("data: TablePreparation needs at least one row", nameof(data));
        var table = TablePreparationModel.AsTable(data.Features);
        double[] weights = data.WeightsOrOnes();
        var encodings = new List<ColumnEncoding>();
        var notes = new List<string>();
        foreach (var column in table.Columns)
        {
            context?.ThrowIfCancelled();
            if (column is DateColumn && Dates == DateParts.None) notes.Add($"left out '{column.Name}': a date");
            else if (column is TextColumn) notes.Add($"left out '{column.Name}': free text");
            else if (DropUseless && Uselessness(column, weights) is { } reason) notes.Add($"left out '{column.Name}': {reason}");
            else encodings.Add(Encoding(column, weights, notes));
        }
        if (encodings.Count == 0)
            throw new ArgumentException($"data: no column is left to learn from ({string.Join("; ", notes)})", nameof(data));

        var facts = new TrainingFacts { Recipe = RecipeText.Of(this), Rows = data.Rows, Notes = ValueList.Create<string>(notes.ToArray()) };
        int unnamedColumns = data.Features.Names is null ? data.Features.Count : 0;
        var model = new TablePreparationModel([.. encodings], null, UnseenCategories, unnamedColumns, facts);
        if (encodings.Any(e => e.IsAmount))
        {
            var numbers = model.EncodeNumbers(table); // refuses what it cannot encode, scaled or not
            if (Scale)
            {
                var scaler = new StandardScaler().Fit(new Dataset(numbers, weights: data.Weights));
                model = new TablePreparationModel([.. encodings], scaler, UnseenCategories, unnamedColumns, facts);
            }
        }
        context?.Report(1);
        return model;
    }

    ColumnEncoding Encoding(Column column, double[] weights, List<string> notes)
    {
        if (column.MissingCount is > 0 and var missing) notes.Add($"'{column.Name}' misses {missing} of {column.Rows} values");
        switch (column)
        {
            case NumberColumn numbers:
                return new NumberEncoding(column.Name, FillOf(numbers.Values, weights));
            case DateColumn dates:
                var days = new double[dates.Rows];
                for (int i = 0; i < days.Length; i++) days[i] = dates.IsMissing(i) ? double.NaN : DatePartsExtensions.ElapsedDays(dates.Ticks[i]);
                return new DateEncoding(column.Name, Varying(dates, weights), FillOf(days, weights));
            case BooleanColumn flags:
                double yes = 0, no = 0;
                for (int i = 0; i < flags.Rows; i++)
                    if (flags.Values[i] is { } flag) _ = flag ? yes += weights[i] : no += weights[i];
                return new BooleanEncoding(column.Name, yes > no);
            default:
                var levels = LevelsOf((CategoryColumn)column, weights);
                if (levels.Length > MaxLevels)
                    notes.Add($"'{column.Name}' has {levels.Length} levels, of which the {MaxLevels} most frequent are used");
                string[] kept = [.. levels.OrderByDescending(l => l.Weight).ThenBy(l => l.Name, StringComparer.Ordinal).Take(MaxLevels)
                    .Select(l => l.Name).Order(StringComparer.Ordinal)];
                return new CategoryEncoding(column.Name, kept, MissingIn(column, weights));
        }
    }

    double FillOf(ReadOnlySpan<double> values, double[] weights) => Imputation switch
    {
        NumberImputation.Median => WeightedStatistics.Median(values, weights),
        NumberImputation.Mean => WeightedStatistics.Mean(values, weights),
        _ => double.NaN,
    };

    /// <summary>The parts that differ between training rows, or all that are asked for.</summary>
    DateParts Varying(DateColumn dates, double[] weights)
    {
        if (!DropUseless) return Dates;
        long[] ticks = [.. Enumerable.Range(0, dates.Rows).Where(i => weights[i] > 0 && !dates.IsMissing(i)).Select(i => dates.Ticks[i])];
        var varying = DateParts.None;
        foreach (var part in Dates.Each())
            if (ticks.Any(t => part.Of(t) != part.Of(ticks[0]))) varying |= part;
        return varying == DateParts.None ? Dates : varying;
    }

    static bool MissingIn(Column column, double[] weights) => Enumerable.Range(0, column.Rows).Any(i => weights[i] > 0 && column.IsMissing(i));

    static (string Name, double Weight)[] LevelsOf(CategoryColumn column, double[] weights)
    {
        var weight = new double[column.Levels.Count];
        for (int i = 0; i < column.Rows; i++)
            if (column.Codes[i] >= 0) weight[column.Codes[i]] += weights[i];
        return [.. column.Levels.Select((name, k) => (name, weight[k])).Where(l => l.Item2 > 0)];
    }

    /// <summary>Why a column cannot help, or null.</summary>
    static string? Uselessness(Column column, double[] weights)
    {
        int[] rows = [.. Enumerable.Range(0, column.Rows).Where(i => weights[i] > 0)];
        int[] present = [.. rows.Where(i => !column.IsMissing(i))];
        if (present.Length == 0) return "it has no value";
        int distinct = column switch
        {
            NumberColumn numbers => present.Select(i => numbers.Values[i]).Distinct().Count(),
            CategoryColumn categories => present.Select(i => categories.Codes[i]).Distinct().Count(),
            DateColumn dates => present.Select(i => dates.Ticks[i]).Distinct().Count(),
            _ => present.Select(column.TextAt).Distinct(StringComparer.Ordinal).Count(),
        };
        if (distinct == 1 && (present.Length == rows.Length || column is not CategoryColumn)) return "it is constant";
        if (distinct < present.Length || present.Length < rows.Length || present.Length < 10) return null;
        if (column is CategoryColumn) return "it looks like an identifier: all values differ";
        if (column is NumberColumn counted)
        {
            double[] values = [.. present.Select(i => counted.Values[i])];
            bool whole = values.All(v => Math.Floor(v) == v);
            bool rising = values.Zip(values.Skip(1)).All(pair => pair.Second > pair.First);
            // Rows held out leave gaps, and perhaps the first numbers out; a year rises too, but does not begin near 1.
            if (whole && rising && values[0] is >= 0 and <= 20 && values[^1] <= 2.0 * rows.Length + 20)
                return "it looks like an identifier: it counts the rows";
        }
        return null;
    }
}
