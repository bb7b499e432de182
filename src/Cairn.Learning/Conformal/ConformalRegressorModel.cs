using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Conformal;

/// <summary>A regressor with calibrated intervals.</summary>
public sealed class ConformalRegressorModel : IRegressor, IArtefact
{
    internal static readonly ArtefactKind FileKind = new("conformal-regressor-model", 1);

    internal static readonly ArtefactReaderEntry Reader = ArtefactReaderEntry.Regressor(FileKind, Read);

    readonly double _leastSize;

    internal ConformalRegressorModel(IRegressor regressor, IRegressor? spread, double leastSize, double quantile, double coverage, int rows,
        string targetName, TrainingFacts facts)
    {
        (Regressor, Spread, _leastSize, Quantile) = (regressor, spread, leastSize, quantile);
        (Coverage, CalibrationRows, TargetName, Facts) = (coverage, rows, targetName, facts);
    }

    /// <summary>The regressor.</summary>
    public IRegressor Regressor { get; }

    /// <summary>What says how large the residual of a row is; null when all intervals have one width.</summary>
    public IRegressor? Spread { get; }

    /// <summary>Half the width of the intervals, in the target's unit; with <see cref="Spread"/> in units of what that says.</summary>
    public double Quantile { get; }

    /// <summary>The least probability that an interval holds the truth of a new row.</summary>
    public double Coverage { get; }

    /// <summary>The rows that were kept back to calibrate on.</summary>
    public int CalibrationRows { get; }

    /// <summary>The target's name.</summary>
    public string TargetName { get; }

    /// <inheritdoc/>
    public TrainingFacts Facts { get; }

    /// <summary>The regressor's answers, float64 <c>[n]</c>: the middle of the intervals.</summary>
    public Tensor Predict(Features x) => Regressor.Predict(x);

    /// <summary>The intervals, float64 <c>[n, 2]</c>: the low end and the high end; at most the largest double in size.</summary>
    /// <exception cref="ArgumentException">The features are not those it was fitted on.</exception>
    public Tensor PredictIntervals(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[] answers = Regressor.Predict(x).ToArray<double>();
        double[]? sizes = Spread is null ? null : Sizes(Spread, x, _leastSize);
        var intervals = new double[2 * answers.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            double half = Quantile * (sizes?[i] ?? 1);
            intervals[2 * i] = Math.Clamp(answers[i] - half, -double.MaxValue, double.MaxValue);
            intervals[2 * i + 1] = Math.Clamp(answers[i] + half, -double.MaxValue, double.MaxValue);
        }
        return Tensor.Own(intervals, new Shape(answers.Length, 2));
    }

    internal static double[] Sizes(IRegressor spread, Features x, double least) =>
        Array.ConvertAll(spread.Predict(x).ToArray<double>(), size => Math.Max(size, least));

    /// <summary>The promise, and the regressor's card.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Intervals of {TargetName} that hold the truth with a probability of at least {Coverage:R}: -+ {Quantile:G6}"
        + $"{(Spread is null ? "" : " times the spread")}, calibrated on {CalibrationRows} rows{Environment.NewLine}{Regressor}");

    ArtefactKind IArtefact.Kind => FileKind;

    void IArtefact.Write(ArtefactWriter writer)
    {
        writer.Set("target-name", TargetName);
        writer.Set("regressor", Savable(Regressor));
        writer.Set("has-spread", Spread is not null);
        if (Spread is not null)
        {
            writer.Set("spread", Savable(Spread));
            writer.Set("least-size", _leastSize);
        }
        writer.Set("quantile", Quantile);
        writer.Set("coverage", Coverage);
        writer.Set("calibration-rows", CalibrationRows);
    }

    static IArtefact Savable(IRegressor model) => model as IArtefact
        ?? throw new NotSupportedException($"The model {model.GetType().Name} cannot be saved: it does not implement IArtefact");

    static ConformalRegressorModel Read(ArtefactReader reader)
    {
        bool hasSpread = reader.Flag("has-spread");
        double quantile = reader.Number("quantile"), coverage = reader.Number("coverage"), least = hasSpread ? reader.Number("least-size") : 0;
        if (!(quantile >= 0)) throw reader.Fail("the quantile is below 0");
        if (coverage is not (> 0 and < 1)) throw reader.Fail("the coverage is none");
        if (hasSpread && !(least > 0)) throw reader.Fail("the least size is not above 0");
        return new ConformalRegressorModel(reader.Child<IRegressor>("regressor"), hasSpread ? reader.Child<IRegressor>("spread") : null, least, quantile,
            coverage, (int)reader.Integer("calibration-rows", 1, int.MaxValue), reader.Text("target-name"), reader.Facts);
    }
}
