using Cairn.Kernels;

namespace Cairn.ModelSelection;

/// <summary>Student's t for a whole number of degrees of freedom.</summary>
static class StudentQuantile
{
    /// <summary>The t between whose negative and itself lies the given share of the distribution.</summary>
    /// <param name="share">Above 0 and below 1.</param>
    /// <param name="freedom">The degrees of freedom, at least 1.</param>
    internal static double Central(double share, int freedom)
    {
        double low = 0, high = 1;
        while (ShareWithin(high, freedom) < share && high < 1e300) high *= 2;
        for (double middle = high / 2; middle > low && middle < high; middle = low + (high - low) / 2)
            if (ShareWithin(middle, freedom) < share) low = middle;
            else high = middle;
        return high;
    }

    /// <summary>P(|T| &lt;= t), a finite sum of powers of cos(atan(t / sqrt(freedom))): Abramowitz and Stegun, 26.7.3 and 26.7.4.</summary>
    static double ShareWithin(double t, int freedom)
    {
        double root = Math.Sqrt(freedom), angle = SafeMath.Atan(t / root);
        double cosine = 1 / Math.Sqrt(1 + t / root * (t / root)), sine = t / root * cosine, square = cosine * cosine;
        bool odd = freedom % 2 == 1;
        double term = odd ? cosine : 1, sum = freedom > 1 ? term : 0;
        for (int k = odd ? 3 : 2; k < freedom; k += 2)
        {
            term *= square * (k - 1) / k;
            sum += term;
        }
        return odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
    }
}
