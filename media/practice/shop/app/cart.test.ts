import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addToCart, subtotal, total } from './cart.ts';

const tea = { product: 'tea', unitPrice: 450, quantity: 2 };
const mug = { product: 'mug', unitPrice: 1200, quantity: 1 };

describe('cart', () => {
  it('raises the quantity of a product that is there already', () => {
    assert.deepEqual(addToCart([tea], { ...tea, quantity: 3 }), [{ ...tea, quantity: 5 }]);
  });

  it('sums up every line', () => {
    assert.equal(subtotal([tea, mug]), 2100);
  });

  it('applies the best discount that the cart reaches', () => {
    assert.equal(total([tea, mug], [{ percent: 5, from: 1000 }, { percent: 10, from: 2000 }, { percent: 50, from: 9000 }]), 1890);
  });
});
