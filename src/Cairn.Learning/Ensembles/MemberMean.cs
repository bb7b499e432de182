namespace Cairn.Ensembles;

/// <summary>The weighted mean of what several models answer.</summary>
static class MemberMean
{
    /// <summary>sum w a / sum w, member after member; where all say the same it is that, and no sum exceeds float64.</summary>
    /// <param name="answers">A tensor of float64 of one shape from each member.</param>
    /// <param name="weights">A weight for each member, at least 0 and not all 0.</param>
    internal static Tensor Of(IEnumerable<Tensor> answers, double[] weights)
    {
        double largest = weights.Max();
        int power = Math.ILogB(weights.Sum(w => w / largest)) + 1; // to weights whose sum is at most 1
        double[] sums = [];
        Shape shape = default;
        double total = 0;
        int member = 0;
        foreach (var answer in answers)
        {
            var own = answer.Contiguous().AsReadOnlySpan<double>();
            if (member == 0) (sums, shape) = (new double[own.Length], answer.Shape);
            double weight = Math.ScaleB(weights[member++] / largest, -power);
            total += weight;
            for (int i = 0; i < sums.Length; i++) sums[i] += weight * own[i];
        }
        for (int i = 0; i < sums.Length; i++) sums[i] = Math.Clamp(sums[i] / total, -double.MaxValue, double.MaxValue);
        return Tensor.Own(sums, shape);
    }

    /// <summary>As many ones.</summary>
    internal static double[] Alike(int members)
    {
        var weights = new double[members];
        Array.Fill(weights, 1.0);
        return weights;
    }
}
