//! Dragging, as somebody with a mouse does.

use anyhow::Result;
use thirtyfour::By;

use crate::browser::Browser;

impl Browser {
    /// Takes hold of one thing and moves it over another, without letting go.
    pub(crate) async fn drag(&self, css: &str, over: &str) -> Result<()> {
        let held = self.find(By::Css(css)).await?;
        let held = self.driver.action_chain().click_and_hold_element(&held);
        held.perform().await?;
        self.drag_on(over).await
    }

    /// Moves what is held over another thing.
    pub(crate) async fn drag_on(&self, over: &str) -> Result<()> {
        let over = self.find(By::Css(over)).await?;
        let moved = self.driver.action_chain().move_to_element_center(&over);
        Ok(moved.perform().await?)
    }

    /// Moves what is held, in pixels.
    pub(crate) async fn drag_by(&self, x: i64, y: i64) -> Result<()> {
        let moved = self.driver.action_chain().move_by_offset(x, y);
        Ok(moved.perform().await?)
    }

    /// Lets go.
    pub(crate) async fn let_go(&self) -> Result<()> {
        Ok(self.driver.action_chain().release().perform().await?)
    }
}
