using System.Globalization;
using Cairn.LinearAlgebra;
using Cairn.RandomNumbers;

namespace Cairn.LinearModels;

/// <summary>How a descent walks.</summary>
readonly record struct DescentPace(double LearningRate, int BatchSize, int Epochs, double Tolerance, long Seed);

/// <summary>
/// Gradient descent: theta becomes theta - rate * gradient, where the gradient is 1 / sum w * sum_i w_i (h(x_i theta) - y_i) x_i over all
/// rows or over the next few of them, in a new order each pass.
/// </summary>
/// <remarks>Rows are added one after the other, so that the bits do not depend on threads.</remarks>
sealed class Descent(DescentColumns x, Hypothesis hypothesis, DescentPace pace, double[] start, FitContext context)
{
    const int RowsPerLook = 1024;

    /// <summary>A cost this many times that of the start cannot come back.</summary>
    const double Hopeless = 1e6;

    int Width => x.Width;

    bool WholeBatches => pace.BatchSize == 0 || pace.BatchSize >= x.Rows;

    /// <summary>The number of steps of a pass.</summary>
    internal int StepsPerEpoch => WholeBatches ? 1 : (x.Rows - 1) / pace.BatchSize + 1;

    /// <summary>True when the gradient has shrunk as far as was asked for.</summary>
    internal bool Converged { get; private set; }

    /// <summary>True when the cost grew instead of falling.</summary>
    internal bool Diverged { get; private set; }

    /// <summary>Why the walk ended, in words.</summary>
    internal string StopReason { get; private set; } = "";

    /// <summary>The start and each place after it: after every step, or after every pass alone.</summary>
    internal IEnumerable<DescentPlace> Walk(bool everyStep)
    {
        var theta = (double[])start.Clone();
        var here = At(theta, 0, 0);
        if (!double.IsFinite(here.Cost))
            throw new ArgumentException("target: the cost of the start is beyond the largest double; divide the target, or the start", "data");
        double first = here.Cost, goal = pace.Tolerance * here.Steepest;
        yield return here;
        int step = 0;
        for (int epoch = 1; epoch <= pace.Epochs; epoch++)
        {
            int[]? order = WholeBatches ? null : Rng.Stream(pace.Seed, context.Path, "descent").At(epoch).Permutation(x.Rows);
            for (int from = 0; from < x.Rows;)
            {
                int to = order is null ? x.Rows : Math.Min(from + pace.BatchSize, x.Rows);
                var gradient = order is null ? here.Gradient : new double[theta.Length];
                if (order is not null) Gradient(theta, order.AsSpan(from, to - from), gradient);
                for (int j = 0; j < theta.Length; j++) theta[j] -= pace.LearningRate * gradient[j];
                (step, from) = (step + 1, to);
                if (!everyStep && from < x.Rows) continue;
                here = At(theta, step, epoch);
                if (!double.IsFinite(here.Cost) || (first > 0 && here.Cost > Hopeless * first))
                {
                    Diverge(step, first, here.Cost);
                    yield break;
                }
                yield return here;
            }
            if (pace.Tolerance > 0 ? here.Steepest <= goal : here.Missed == 0)
            {
                (Converged, StopReason) = (true, pace.Tolerance == 0 ? "no row is missed" : string.Create(CultureInfo.InvariantCulture,
                    $"the gradient fell below {pace.Tolerance:R} of what it was at the start"));
                yield break;
            }
        }
        if (first > 0 && here.Cost > first) Diverge(step, first, here.Cost);
        else StopReason = string.Create(CultureInfo.InvariantCulture, $"all {pace.Epochs} epochs were walked");
    }

    void Diverge(int step, double first, double cost) => (Diverged, StopReason) = (true, string.Create(CultureInfo.InvariantCulture,
        $"it diverged: after {step} steps the cost is {cost:G4}, and was {first:G4} at the start; a smaller learning rate than {pace.LearningRate:R} is needed"));

    DescentPlace At(double[] theta, int step, int epoch)
    {
        var gradient = new double[theta.Length];
        var (cost, missed) = Gradient(theta, default, gradient);
        return new DescentPlace(step, epoch, (double[])theta.Clone(), cost, gradient, missed);
    }

    /// <summary>The mean cost over all rows.</summary>
    internal double Cost(double[] theta) => Gradient(theta, default, null).Cost;

    /// <summary>The derivative of the cost by one parameter.</summary>
    internal double Slope(double[] theta, int parameter)
    {
        var gradient = new double[theta.Length];
        Gradient(theta, default, gradient);
        return gradient[parameter];
    }

    /// <summary>The mean cost over some rows, or over all when none are named, and how many are not met exactly; adds up the gradient where one is wanted.</summary>
    (double Cost, int Missed) Gradient(double[] theta, ReadOnlySpan<int> rows, double[]? gradient)
    {
        int scores = hypothesis.Scores, n = rows.IsEmpty ? x.Rows : rows.Length;
        Span<double> z = scores <= 64 ? stackalloc double[scores] : new double[scores];
        double cost = 0, total = 0;
        int missed = 0;
        for (int at = 0; at < n; at++)
        {
            if (at % RowsPerLook == 0) context.ThrowIfCancelled();
            int i = rows.IsEmpty ? at : rows[at];
            var row = x.Row(i);
            double weight = x.Weights[i];
            for (int k = 0; k < scores; k++) z[k] = Dots.Dot(row, theta.AsSpan(k * Width, Width));
            cost += weight * hypothesis.Miss(i, z);
            total += weight;
            if (z.ContainsAnyExcept(0.0)) missed++;
            if (gradient is null) continue;
            for (int k = 0; k < scores; k++) Dots.Axpy(weight * z[k], row, gradient.AsSpan(k * Width, Width));
        }
        for (int j = 0; j < gradient?.Length; j++) gradient[j] /= total;
        return (cost / total, missed);
    }

    /// <summary>Walks to the end, reporting each pass; gives the last place, or when it diverged the cheapest, with the cost after each pass.</summary>
    internal (DescentPlace End, TrainingFacts Facts) Run(bool everyStep = false, Action<DescentPlace>? visit = null)
    {
        DescentPlace? last = null, best = null;
        var costs = new List<double>();
        foreach (var place in Walk(everyStep))
        {
            last = place;
            if (best is null || place.Cost < best.Cost) best = place;
            visit?.Invoke(place);
            if (place.Step % StepsPerEpoch == 0) costs.Add(place.Cost);
            context.Report(Math.Min(0.999, (double)place.Epoch / pace.Epochs), string.Create(CultureInfo.InvariantCulture, $"cost {place.Cost:G6}"));
        }
        return (Diverged ? best! : last!, new TrainingFacts
        {
            Iterations = last!.Step,
            Converged = Converged,
            StopReason = StopReason,
            History = [.. costs],
            Notes = Diverged ? [StopReason + "; the cheapest place it came by was kept"]
                : Converged ? [] : [string.Create(CultureInfo.InvariantCulture,
                    $"not converged: {StopReason}, and the gradient is still {last.Steepest:G3}; more epochs or a larger learning rate may help")],
        });
    }
}

/// <summary>A place that a descent came by.</summary>
sealed record DescentPlace(int Step, int Epoch, double[] Theta, double Cost, double[] Gradient, int Missed)
{
    /// <summary>The largest component of the gradient.</summary>
    internal double Steepest
    {
        get
        {
            double steepest = 0;
            foreach (double g in Gradient) steepest = Math.Max(steepest, Math.Abs(g));
            return steepest;
        }
    }

    /// <summary>What a user sees of it.</summary>
    internal DescentState State(DescentColumns x)
    {
        var (weights, intercepts) = Parted(Theta, x);
        var (weightGradient, interceptGradient) = Parted(Gradient, x);
        return new DescentState
        {
            Step = Step,
            Epoch = Epoch,
            Weights = weights,
            Intercepts = intercepts,
            Cost = Cost,
            WeightGradient = weightGradient,
            InterceptGradient = interceptGradient,
        };
    }

    static (ValueList<double> Weights, ValueList<double> Intercepts) Parted(double[] theta, DescentColumns x)
    {
        double[][] scores = [.. theta.Chunk(x.Width)];
        return ([.. scores.SelectMany(s => s[..x.Features])], [.. scores.Select(s => x.HasIntercept ? s[x.Features] : 0)]);
    }
}
