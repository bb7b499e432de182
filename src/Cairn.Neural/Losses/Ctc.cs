using Cairn.Autograd;

namespace Cairn.Losses;

/// <summary>Minus the logarithm of the probability that logits [rows, steps, classes], read step by step, spell the labels: over all
/// ways to place them, where a label may last and blanks may stand between (connectionist temporal classification, Graves et al.
/// 2006).</summary>
/// <remarks>The targets are int32 or int64 [rows, labels], shorter rows filled up with -1. A softmax is inside. The sums run forward and
/// backward over the steps in logarithms, in float64; the gradient is softmax less the expected share of every class.</remarks>
public sealed record Ctc : Loss
{
    /// <summary>The class that stands for no label; 0 unless set.</summary>
    public int Blank
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Blank), value, "Blank is a class, 0 or more");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a row has too few steps for its labels.</exception>
    public override Tensor Rows(Tensor predictions, Tensor targets) => Rows(predictions, targets, null);

    /// <summary>The loss of every row, [rows], of rows that end before the last step.</summary>
    /// <param name="predictions">The logits, [rows, steps, classes].</param>
    /// <param name="targets">The labels, [rows, labels], filled up with -1.</param>
    /// <param name="steps">How many steps each row has, [rows]; null for all.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a row has too few steps for its labels.</exception>
    public Tensor Rows(Tensor predictions, Tensor targets, Tensor? steps)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (predictions.Rank != 3 || !predictions.DType.IsFloating())
            throw new ArgumentException($"Ctc: predictions {predictions.Shape} of {predictions.DType.Name()} where floating "
                + "[rows, steps, classes] are expected", nameof(predictions));
        var (rows, most, classes) = (predictions.Shape[0], predictions.Shape[1], predictions.Shape[2]);
        if (targets.Rank != 2 || targets.Shape[0] != rows || targets.DType is not (DType.Int32 or DType.Int64))
            throw new ArgumentException($"Ctc: targets {targets.Shape} of {targets.DType.Name()} where int32 or int64 "
                + $"[{rows}, labels] are expected", nameof(targets));
        if (steps is not null && (steps.Rank != 1 || steps.Length != rows || steps.DType is not (DType.Int32 or DType.Int64)))
            throw new ArgumentException($"Ctc: steps {steps.Shape} of {steps.DType.Name()} where int32 or int64 [{rows}] are expected",
                nameof(steps));
        if (Blank >= classes)
            throw new ArgumentException($"Ctc: Blank is {Blank}, but {predictions.Shape} has {classes} classes", nameof(predictions));
        long[] labels = targets.To<long>().ToArray<long>();
        long[] lengths = steps?.To<long>().ToArray<long>() ?? [.. Enumerable.Repeat((long)most, rows)];
        var logs = predictions.Detach().LogSoftmax().To<double>().ToArray<double>();
        var (losses, slopes) = (new double[rows], new double[predictions.Length]);
        for (int r = 0; r < rows; r++)
        {
            if (lengths[r] < 0 || lengths[r] > most)
                throw new ArgumentException($"Ctc: row {r} has {lengths[r]} steps, but there are {most}", nameof(steps));
            int[] path = PathOf(labels.AsSpan(r * targets.Shape[1], targets.Shape[1]), r, classes, (int)lengths[r]);
            losses[r] = Row(logs.AsSpan(r * most * classes, (int)lengths[r] * classes), path, classes, slopes.AsSpan(r * most * classes));
        }
        var y = Tensor.From(losses).To(predictions.DType);
        return CtcNode.Behind(y, predictions, Tensor.From<double>(slopes, predictions.Shape.AsSpan()).To(predictions.DType));
    }

    /// <summary>The labels with blanks before, between and behind.</summary>
    int[] PathOf(ReadOnlySpan<long> labels, int row, int classes, int steps)
    {
        int count = labels.Length, repeats = 0;
        while (count > 0 && labels[count - 1] < 0) count--;
        var path = new int[2 * count + 1];
        path.AsSpan().Fill(Blank);
        for (int i = 0; i < count; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes || labels[i] == Blank)
                throw new ArgumentException($"Ctc: label {labels[i]} of row {row} is no class other than the blank, "
                    + $"{Blank}, below {classes}", nameof(labels));
            path[2 * i + 1] = (int)labels[i];
            if (i > 0 && labels[i] == labels[i - 1]) repeats++;
        }
        return steps >= count + repeats ? path : throw new ArgumentException($"Ctc: row {row} has {steps} steps, but its {count} labels, "
            + $"{repeats} of them repeated, need {count + repeats}", nameof(labels));
    }

    /// <summary>The loss of a row and its derivative by the logits.</summary>
    static double Row(ReadOnlySpan<double> logs, int[] path, int classes, Span<double> slopes)
    {
        int steps = logs.Length / classes, places = path.Length;
        if (steps == 0) return 0;
        var (forward, backward) = (new double[steps * places], new double[steps * places]);
        forward.AsSpan().Fill(double.NegativeInfinity);
        backward.AsSpan().Fill(double.NegativeInfinity);
        // forward: the labels up to a place are spelled by the steps up to this one; backward: the rest by the steps after it
        for (int s = 0; s < Math.Min(2, places); s++) forward[s] = logs[path[s]];
        for (int t = 1; t < steps; t++)
            for (int s = 0; s < places; s++)
            {
                int before = (t - 1) * places + s;
                double sum = LogAdd(forward[before], s > 0 ? forward[before - 1] : double.NegativeInfinity);
                if (Skips(path, s)) sum = LogAdd(sum, forward[before - 2]);
                forward[t * places + s] = sum + logs[t * classes + path[s]];
            }
        for (int s = Math.Max(0, places - 2); s < places; s++) backward[(steps - 1) * places + s] = 0;
        for (int t = steps - 2; t >= 0; t--)
            for (int s = 0; s < places; s++)
            {
                double sum = double.NegativeInfinity;
                for (int next = s; next < Math.Min(s + 3, places); next++)
                    if (next < s + 2 || Skips(path, next))
                        sum = LogAdd(sum, backward[(t + 1) * places + next] + logs[(t + 1) * classes + path[next]]);
                backward[t * places + s] = sum;
            }
        double total = LogAdd(forward[^1], places > 1 ? forward[^2] : double.NegativeInfinity);
        for (int t = 0; t < steps; t++)
        {
            for (int k = 0; k < classes; k++) slopes[t * classes + k] = Kernels.SafeMath.Exp(logs[t * classes + k]);
            for (int s = 0; s < places; s++)
                slopes[t * classes + path[s]] -= Kernels.SafeMath.Exp(forward[t * places + s] + backward[t * places + s] - total);
        }
        return -total;
    }

    /// <summary>True where the blank before a place may be left out: at a label that is not the one before.</summary>
    static bool Skips(int[] path, int s) => s % 2 == 1 && s >= 3 && path[s] != path[s - 2];

    /// <summary>log(eᵃ + eᵇ).</summary>
    static double LogAdd(double a, double b)
    {
        if (a < b) (a, b) = (b, a);
        return b == double.NegativeInfinity ? a : a + Kernels.SafeMath.Log1P(Kernels.SafeMath.Exp(b - a));
    }

    sealed class CtcNode : Node
    {
        CtcNode(Tensor x, Tensor slopes) : base(x) => Save(slopes);

        internal static Tensor Behind(Tensor y, Tensor x, Tensor slopes) => IsTracked(x) ? new CtcNode(x, slopes).Result(y) : y;

        protected override void Backward(Tensor dy)
        {
            if (Gradients.AreOn) throw new NotSupportedException("Ctc: its gradient cannot be differentiated again; leave createGraph out");
            Give(0, Saved(0) * dy.Reshape(dy.Length, 1, 1));
        }
    }
}
