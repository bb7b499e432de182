using Cairn.LinearModels;
using Cairn.Pipelines;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>The code of docs/guide/linear-models.md.</summary>
public class LinearModelsGuideTests
{
    [Fact]
    public void The_guide_s_classifier_learns()
    {
        var iris = RawData.Classes("iris");
        #region classifier
        var recipe = new StandardScaler().Then(new LogisticRegression { Penalty = Penalty.L2(0.5) });
        var model = recipe.Fit(iris);
        Tensor probabilities = model.PredictProbabilities(iris.Features);   // [150, 3]
        Tensor classes = model.Predict(iris.Features);                      // [150], the indices of the likeliest
        #endregion
        Assert.Equal(new Shape(150, 3), probabilities.Shape);
        Assert.InRange(classes.ToArray<int>().Zip(iris.Target!.ToArray<double>()).Count(p => p.First == p.Second), 144, 150);
    }

    [Fact]
    public void The_guide_s_line_is_found()
    {
        #region line
        double[][] hours = [[1], [2], [3], [4]];
        double[] grades = [2, 4, 6, 8];
        var model = new LinearRegression().Fit(new Dataset(hours, grades));
        double five = model.Predict(new double[][] { [5] }).ToArray<double>()[0];   // 10
        #endregion
        Assert.Equal(10, five, 1e-12);
    }
}
