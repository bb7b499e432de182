namespace Cairn.Calculus;

/// <summary>The solution of a differential equation: states at times, and between them.</summary>
public sealed class SolutionCurve
{
    readonly Shape _shape;
    readonly double[] _times;
    readonly double[][] _states, _slopes;

    internal SolutionCurve(Shape shape, double[] times, double[][] states, double[][] slopes, int evaluations) =>
        (_shape, _times, _states, _slopes, Evaluations) = (shape, times, states, slopes, evaluations);

    /// <summary>When the steps ended, the start first.</summary>
    public IReadOnlyList<double> Times => Array.AsReadOnly(_times);

    /// <summary>The states at these times: [times, the state's shape...].</summary>
    public Tensor States => Tensor.From<double>([.. _states.SelectMany(s => s)], [_times.Length, .. _shape.AsSpan()]);

    /// <summary>The state at the end.</summary>
    public Tensor End => Tensor.From<double>(_states[^1], _shape.AsSpan());

    /// <summary>How often the derivative was computed.</summary>
    public int Evaluations { get; }

    /// <summary>The state at a time between: the cubic through the states and slopes at both ends of the step (Hermite), a little less
    /// exact than they are.</summary>
    /// <param name="time">A time from the start to the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is another.</exception>
    public Tensor At(double time)
    {
        double first = Math.Min(_times[0], _times[^1]), last = Math.Max(_times[0], _times[^1]);
        if (!(time >= first && time <= last))
            throw new ArgumentOutOfRangeException(nameof(time), time,
                FormattableString.Invariant($"The solution goes from {_times[0]} to {_times[^1]}"));
        int below = 0, above = _times.Length - 1;
        while (above - below > 1)
        {
            int middle = (below + above) / 2;
            if ((_times[middle] <= time) == (_times[^1] > _times[0])) below = middle;
            else above = middle;
        }
        double step = _times[above] - _times[below], t = (time - _times[below]) / step, u = 1 - t;
        var state = new double[_shape.Elements];
        for (int i = 0; i < state.Length; i++)
            state[i] = (1 + 2 * t) * u * u * _states[below][i] + t * u * u * step * _slopes[below][i]
                + t * t * (1 + 2 * u) * _states[above][i] - t * t * u * step * _slopes[above][i];
        return Tensor.From<double>(state, _shape.AsSpan());
    }
}
