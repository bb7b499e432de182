namespace Cairn.SideBySide;

/// <summary>Adam and AdamW by the plainest code, with gradients by central differences.</summary>
static class PlainTraining
{
    const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, Difference = 1e-6;

    /// <summary>The loss that the last of some steps begins with.</summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="p">The parameters, which are changed.</param>
    /// <param name="loss">The loss of parameters in a step.</param>
    /// <param name="decays">That of each parameter, apart from the gradient; none when null.</param>
    internal static double LossAfter(int steps, double rate, double[][] p, Func<double[][], int, double> loss, double[]? decays = null)
    {
        double[][] means = [.. p.Select(w => new double[w.Length])], squares = [.. p.Select(w => new double[w.Length])];
        double last = 0;
        for (int step = 0; step < steps; step++)
        {
            last = loss(p, step);
            double[][] slopes = [.. p.Select(w => Slopes(w, () => loss(p, step)))];
            for (int k = 0; k < p.Length; k++)
                for (int i = 0; i < p[k].Length; i++)
                {
                    means[k][i] = Beta1 * means[k][i] + (1 - Beta1) * slopes[k][i];
                    squares[k][i] = Beta2 * squares[k][i] + (1 - Beta2) * slopes[k][i] * slopes[k][i];
                    double mean = means[k][i] / (1 - Math.Pow(Beta1, step + 1)), square = squares[k][i] / (1 - Math.Pow(Beta2, step + 1));
                    p[k][i] -= rate * ((decays?[k] ?? 0) * p[k][i] + mean / (Math.Sqrt(square) + Epsilon));
                }
        }
        return last;
    }

    static double[] Slopes(double[] w, Func<double> loss)
    {
        var slopes = new double[w.Length];
        for (int i = 0; i < w.Length; i++)
        {
            double here = w[i];
            w[i] = here + Difference;
            double above = loss();
            w[i] = here - Difference;
            slopes[i] = (above - loss()) / (2 * Difference);
            w[i] = here;
        }
        return slopes;
    }
}
