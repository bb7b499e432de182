namespace Cairn.Tests;

public class TensorShapeTests
{
    [Fact]
    public void A_shape_is_the_list_of_its_sizes()
    {
        var shape = new Shape(2, 3, 4);
        Assert.Equal(24, shape.Elements);
        Assert.Equal(4, shape[^1]);
        Assert.Equal(4, shape[-1]);
        int[] sizes = [.. shape, 5];
        Assert.Equal([2, 3, 4, 5], sizes);
        Assert.Equal("[2, 3, 4]", shape.ToString());
        Assert.Equal(1, default(Shape).Elements);
        Assert.Equal(new Shape(), default);
    }

    [Fact]
    public void A_shape_refuses_what_no_tensor_can_hold()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(65536, 65536));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(int.MaxValue));
        var most = Tensor.Zeros<byte>(1).BroadcastTo(2_000_000_000);
        Assert.Throws<ArgumentException>(() => Tensor.Concat([most, most]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(65536, 65536, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2)[1]);
    }
}
