namespace Cairn.Autograd;

/// <summary>Finds the first operation that makes a NaN, while asked to.</summary>
public static class Anomalies
{
    [ThreadStatic] static bool _areDetected;

    /// <summary>Looks for NaN in every result and every gradient on this thread until the scope ends, and throws at the first:
    /// <c>using (Anomalies.Detect()) { ... }</c>. Slow; to find a fault, not to train with.</summary>
    /// <remarks>A result or gradient with NaN is answered by an <see cref="InvalidOperationException"/> that names the operation.</remarks>
    public static Scope Detect()
    {
        var scope = new Scope(_areDetected);
        _areDetected = true;
        return scope;
    }

    internal static bool AreDetected => _areDetected;

    internal static void CheckResult(Tensor y, string operation)
    {
        if (FirstNaN(y) is { } place)
            throw new InvalidOperationException($"Anomaly: {operation} is the first operation whose result holds NaN, at {place} of "
                + $"{y.Shape}; look at its operands there, NaN in the data among them");
    }

    internal static void CheckGradient(Tensor gradient, Node node, int input)
    {
        if (FirstNaN(gradient) is { } place)
            throw new InvalidOperationException(
                $"Anomaly: the derivative of {node.Operation} is the first gradient that holds NaN, at {place} "
                + $"of {gradient.Shape} of its input {input}; its formula has no value there");
    }

    static string? FirstNaN(Tensor t)
    {
        if (!t.DType.IsFloating()) return null;
        int at = t.DType == DType.Float32
            ? t.ToArray<float>().AsSpan().IndexOf(float.NaN)
            : t.ToArray<double>().AsSpan().IndexOf(double.NaN);
        return at < 0 ? null : t.IndexText(at);
    }

    /// <summary>Puts things back as they were when it is disposed of, on the thread that made it.</summary>
    public readonly ref struct Scope
    {
        readonly bool _before;

        internal Scope(bool before) => _before = before;

        /// <summary>Ends the scope.</summary>
        public void Dispose() => _areDetected = _before;
    }
}
