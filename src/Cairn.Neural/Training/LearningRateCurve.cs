using System.Globalization;
using Cairn.Kernels;
using Cairn.Plotting;
using Cairn.Schedules;

namespace Cairn.Training;

/// <summary>How the loss answers to the learning rate: one step at each of many rates, from tiny to far too large (Smith 2017).</summary>
public sealed class LearningRateCurve
{
    internal LearningRateCurve(double[] rates, double[] losses) => (Rates, Losses) = (rates, losses);

    /// <summary>The rates, rising by a constant factor, up to where the loss ran away.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss at each of them, smoothed: the mean of the batches so far, those before counting 0.9 times as much at each
    /// step.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The rate at which the smoothed loss falls fastest; where it never falls, a tenth of the last rate that was borne.</summary>
    public double Suggestion
    {
        get
        {
            int best = -1;
            double steepest = 0;
            for (int i = 2; i < Losses.Count - 2; i++)
                if (Losses[i + 2] - Losses[i - 2] is var rise && rise < steepest) (best, steepest) = (i, rise);
            return best >= 0 ? Rates[best] : Rates[^1] / 10;
        }
    }

    /// <summary>The losses over the rates, and the suggestion.</summary>
    public Chart ToChart() => new Chart { Title = "Learning rate", XLabel = "learning rate", YLabel = "smoothed loss", XScale = AxisScale.Logarithmic }
        .Line([.. Rates], [.. Losses]).VerticalLine(Suggestion, string.Create(CultureInfo.InvariantCulture, $"suggested, {Suggestion:G2}"));

    /// <summary>One line: the range and the suggestion.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Rates.Count} rates from {Rates[0]:G2} to {Rates[^1]:G2}; suggested {Suggestion:G2}");
}

/// <summary>A rate that rises by the same factor in each step.</summary>
sealed record RisingSchedule(double Lowest, double Highest, int Steps, double Unit) : Schedule
{
    public override double Factor(long step, IReadOnlyList<double> losses) =>
        Lowest * SafeMath.Pow(Highest / Lowest, Math.Min(step, Steps - 1) / (Steps - 1.0)) / Unit;
}
